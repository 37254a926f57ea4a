using System.Text.Json.Nodes;
using ArtifactBuild.Media.Tests.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>One golden vector: what W&amp;B's own code did, in the format of <c>tests/vectors/README.md</c>.</summary>
internal sealed record Vector(string Group, string Id, JsonObject Json)
{
    public JsonArray Operations => Json["input"]!["ops"]!.AsArray();

    public JsonArray Results => Json["op_results"]!.AsArray();

    /// <summary>The state of the artifact at the end; nothing when it could not be made.</summary>
    public JsonObject? Expected => Json["expected"]?.AsObject();

    /// <summary>The same vector with another text in the place of one.</summary>
    public Vector Replace(string from, string to)
    {
        string text = Json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return this with { Json = JsonNode.Parse(text.Replace(from, to, StringComparison.Ordinal))!.AsObject() };
    }

    public static IEnumerable<string> Ids(string root, string group) => Directory
        .EnumerateFiles(VectorFolder.Of(root, group), "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    public static Vector Read(string root, string group, string id) => new(group, id, ReadJson(root, group, id));

    /// <summary>The cases of a helper function.</summary>
    public static IEnumerable<JsonNode> Cases(string root, string id) =>
        ReadJson(root, "aux", id)["cases"]!.AsArray().Select(item => item!);

    private static JsonObject ReadJson(string root, string group, string id) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(VectorFolder.Of(root, group), id + ".json")))!.AsObject();
}
