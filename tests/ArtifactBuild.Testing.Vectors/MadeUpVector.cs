using System.Text;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>A vector that a test makes up, as nobody has seen it: operations with results, and the entries at the end.</summary>
internal sealed class MadeUpVector
{
    private readonly JsonArray _operations = [];
    private readonly JsonArray _results = [];
    private readonly JsonObject _contents = [];
    private readonly JsonObject _generated = [];
    private readonly JsonObject _input = new() { ["files"] = new JsonArray() };
    private bool _hasEnd = true;

    /// <summary>A vector that begins with an artifact.</summary>
    public static MadeUpVector Begin => new MadeUpVector().Then("""{ "op": "new_artifact", "name": "my-arty", "type": "dataset" }""");

    private MadeUpVector()
    {
    }

    /// <summary>A vector that begins with another operation than an artifact of the usual name.</summary>
    public static MadeUpVector Without => new();

    public MadeUpVector Then(string operation, string result = """{ "ok": true }""")
    {
        _operations.Add(JsonNode.Parse(operation));
        _results.Add(JsonNode.Parse(result));
        return this;
    }

    public MadeUpVector Fails(string operation, string type = "ValueError") =>
        Then(operation, $$"""{ "error": { "type": "{{type}}", "bases": ["Exception"], "message": "" } }""");

    /// <summary>An operation that adds a file.</summary>
    public MadeUpVector Adds(string operation, string path, string text, string kind = "staged_copy")
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        return Then(operation, $$"""{ "entry": { "path": "{{path}}", "digest": "{{ManifestDigest.OfEntry(content)}}", "size": {{content.Length}}, "local_path_kind": "{{kind}}" } }""");
    }

    /// <summary>A file that the vector starts with.</summary>
    public MadeUpVector File(string path, string text)
    {
        _input["files"]!.AsArray().Add(new JsonObject { ["path"] = path, ["utf8"] = text });
        return this;
    }

    /// <summary>Something else that the vector starts with.</summary>
    public MadeUpVector Input(string name, string json)
    {
        _input[name] = JsonNode.Parse(json);
        return this;
    }

    /// <summary>A file that is there at the end.</summary>
    public MadeUpVector Ends(string path, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        _contents[path] = new JsonObject { ["digest"] = ManifestDigest.OfEntry(content), ["size"] = (long)content.Length };
        return this;
    }

    /// <summary>A reference that is there at the end.</summary>
    public MadeUpVector EndsWith(string path, string json)
    {
        _contents[path] = JsonNode.Parse(json);
        return this;
    }

    /// <summary>A file that was made of an object, and is there at the end.</summary>
    public MadeUpVector Makes(string path, string text)
    {
        _generated[path] = new JsonObject { ["utf8"] = text };
        return Ends(path, text);
    }

    /// <summary>Nothing is told about the end.</summary>
    public MadeUpVector WithoutEnd()
    {
        _hasEnd = false;
        return this;
    }

    public JsonObject Json()
    {
        // Every call gives a whole of its own, in numbers as text has them.
        JsonObject input = _input.DeepClone().AsObject();
        input["ops"] = _operations.DeepClone();
        var whole = new JsonObject
        {
            ["id"] = "made_up",
            ["group"] = "made",
            ["note"] = "",
            ["computed_by"] = "nobody",
            ["not_real"] = new JsonArray(),
            ["encoder_dependent"] = false,
            ["order_insensitive"] = new JsonArray(),
            ["input"] = input,
            ["op_results"] = _results.DeepClone(),
        };
        if (_hasEnd)
            whole["expected"] = Expected();
        return whole;
    }

    /// <summary>The vector as a file would give it.</summary>
    public Vector Read(string name = "made/up") => new(name, JsonNode.Parse(Json().ToJsonString())!.AsObject());

    private JsonObject Expected()
    {
        var manifest = new JsonObject
        {
            ["version"] = 1,
            ["storagePolicy"] = "wandb-storage-policy-v1",
            ["storagePolicyConfig"] = new JsonObject { ["storageLayout"] = "V2" },
            ["contents"] = _contents.DeepClone(),
        };
        var expected = new JsonObject
        {
            ["manifest"] = manifest,
            ["digest"] = ManifestDigest.Of(manifest),
            ["size"] = _contents.Sum(entry => entry.Value!["size"]?.GetValue<long>() ?? 0),
            ["entry_count"] = _contents.Count,
        };
        if (_generated.Count > 0)
            expected["generated_files"] = _generated.DeepClone();
        return expected;
    }
}
