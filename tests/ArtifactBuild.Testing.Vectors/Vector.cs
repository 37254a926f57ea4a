using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>One golden vector: what W&amp;B's own code did, in the format of <c>tests/vectors/README.md</c>.</summary>
/// <param name="Name">Its group and its id, for example <c>files/one_file</c>.</param>
/// <param name="Json">The whole.</param>
internal sealed record Vector(string Name, JsonObject Json)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The folder that it lies in, below that of all vectors.</summary>
    public string Group => Name.Contains('/', StringComparison.Ordinal) ? Name[..Name.LastIndexOf('/')] : "";

    public string Id => Name[(Name.LastIndexOf('/') + 1)..];

    public JsonArray Operations => Json["input"]!["ops"]!.AsArray();

    public JsonArray Results => Json["op_results"]!.AsArray();

    /// <summary>The state of the current artifact at the end; nothing when an error left none.</summary>
    public JsonObject? Expected => Json["expected"] as JsonObject;

    /// <summary>Whether bytes depend on an encoder of PNG, WAV or zlib, so that no digests have to be equal.</summary>
    public bool DependsOnEncoder => Json["encoder_dependent"]?.GetValue<bool>() ?? false;

    /// <summary>Whether it has operations and their results, as the vectors of artifacts and objects have.</summary>
    public bool HasOperations => (Json["input"] as JsonObject)?["ops"] is JsonArray;

    /// <summary>Whether it is a list of cases, as the vectors of helper functions are.</summary>
    public bool HasCases => Json["cases"] is JsonArray;

    /// <summary>The results whose operation is of one kind, with its number.</summary>
    public IEnumerable<(int At, JsonNode Operation, JsonNode Result)> Of(params string[] operations)
    {
        for (int i = 0; i < Math.Min(Operations.Count, Results.Count); i++)
        {
            if (operations.Contains(Operations[i]!["op"]?.GetValue<string>()))
                yield return (i, Operations[i]!, Results[i]!);
        }
    }

    /// <summary>The same vector with another text in the place of one.</summary>
    public Vector Replace(string from, string to) =>
        this with { Json = JsonNode.Parse(Json.ToJsonString(Readable).Replace(from, to, StringComparison.Ordinal))!.AsObject() };

    public static Vector Read(string name, string path)
    {
        try
        {
            return new(name, JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw new AssertFailedException($"The vector {name} is not a JSON object."));
        }
        catch (JsonException e)
        {
            throw new AssertFailedException($"The vector {name} is not JSON: {e.Message}", e);
        }
    }
}
