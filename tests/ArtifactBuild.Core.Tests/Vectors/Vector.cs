using System.Text.Json.Nodes;
using ArtifactBuild.Media.Tests.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>One golden vector: what W&amp;B's own code did, in the format of <c>tests/vectors/README.md</c>.</summary>
internal sealed record Vector(string Group, string Id, JsonObject Json)
{
    private static readonly string[] RemoteSchemes = ["s3", "gs", "http", "https"];

    public JsonArray Operations => Json["input"]!["ops"]!.AsArray();

    public JsonArray Results => Json["op_results"]!.AsArray();

    /// <summary>The state of the artifact at the end; nothing when it could not be made.</summary>
    public JsonObject? Expected => Json["expected"]?.AsObject();

    /// <summary>Whether it adds a reference that has to ask somebody on the network.</summary>
    public bool NeedsRemoteStore => Operations.Any(operation =>
        operation!["uri"]?.GetValue<string>() is string uri && RemoteSchemes.Contains(uri.Split(':')[0]));

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
