using System.Text.Json.Nodes;
using ArtifactBuild.Core.Tests.Fixtures;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>One golden vector: what W&amp;B's own code did, in the format of <c>tests/vectors/README.md</c>.</summary>
internal sealed record Vector(string Folder, string Id, JsonObject Json)
{
    private static readonly string[] NotBuiltSchemes = ["s3", "gs", "http", "https", "wandb-artifact", "wandb-client-artifact"];

    /// <summary>The vectors to run: those of <c>ARTIFACT_VECTORS</c>, else the repository's own.</summary>
    public static string Root => Environment.GetEnvironmentVariable("ARTIFACT_VECTORS") is { Length: > 0 } other ? other : BuildPaths.Vectors;

    public JsonArray Operations => Json["input"]!["ops"]!.AsArray();

    public JsonArray Results => Json["op_results"]!.AsArray();

    public JsonObject Expected => Json["expected"]!.AsObject();

    /// <summary>Whether it adds a reference that nothing here can read yet.</summary>
    public bool NeedsOtherReferences => Operations.Any(operation =>
        operation!["uri_var"] is not null
        || (operation["uri"]?.GetValue<string>() is string uri && NotBuiltSchemes.Contains(uri.Split(':')[0])));

    public static IEnumerable<string> Ids(string root, string folder) => Directory
        .EnumerateFiles(Path.Combine(root, folder), "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    public static Vector Read(string root, string folder, string id) =>
        new(folder, id, JsonNode.Parse(File.ReadAllBytes(Path.Combine(root, folder, id + ".json")))!.AsObject());
}
