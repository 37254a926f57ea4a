using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Media;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Replays the operations of a vector on our <see cref="Artifact"/>.</summary>
internal sealed class VectorPlayer(TemporaryDirectory temporary, string root) : IDisposable
{
    private readonly List<Artifact> _all = [];

    /// <summary>The current artifact.</summary>
    public Artifact Artifact => _all[^1];

    /// <summary>Runs one operation; gives the entries that it returned.</summary>
    public async Task<IReadOnlyList<ManifestEntry>> RunAsync(JsonNode operation)
    {
        switch (Text(operation, "op"))
        {
            case "new_artifact":
                Begin(operation);
                return [];
            case "add_file":
                return [await AddFileAsync(operation)];
            case "add_dir":
                await Artifact.AddDirectoryAsync(Text(operation, "local_path")!, Text(operation, "name"));
                return [];
            case "add_reference":
                return await AddReferenceAsync(operation);
            case "new_file":
                await Artifact.NewFileAsync(Text(operation, "name")!, (stream, token) => WriteAsync(operation, stream, token));
                return [];
            case "add":
                return [Artifact.Add(Media(operation["obj"]!), Text(operation, "name")!)];
            case "remove":
                Artifact.Remove(Text(operation, "item")!);
                return [];
            case "finalize":
                Artifact.FinalizeDraft();
                return [];
            case "get_entry":
                return [Artifact.GetEntry(Text(operation, "name")!)];
            case "write_file":
                File.WriteAllBytes(Text(operation, "path")!, VectorFiles.BytesOf(operation));
                return [];
            case string name:
                throw new AssertFailedException($"operation {name} is not built yet");
            default:
                throw new AssertFailedException("an operation has no name");
        }
    }

    public void Dispose() => _all.ForEach(artifact => artifact.Dispose());

    private void Begin(JsonNode operation)
    {
        var artifact = new Artifact(Text(operation, "name")!, Text(operation, "type")!, temporary["cache"])
        {
            Description = Text(operation, "description"),
        };
        _all.Add(artifact);
        if (operation["metadata"] is JsonObject metadata)
            artifact.Metadata = metadata;
    }

    private Task<ManifestEntry> AddFileAsync(JsonNode operation) => Artifact.AddFileAsync(
        Text(operation, "local_path")!,
        Text(operation, "name"),
        Flag(operation, "is_tmp") ?? false,
        Flag(operation, "skip_cache") ?? false,
        Text(operation, "policy") == "immutable" ? StoragePolicy.Immutable : StoragePolicy.Mutable);

    private Task<IReadOnlyList<ManifestEntry>> AddReferenceAsync(JsonNode operation)
    {
        string uri = Text(operation, "uri") ?? throw new AssertFailedException("operation add_reference of an entry is not built yet");
        int? limit = operation["max_objects"]?.GetValue<int>();
        return limit is int maxObjects
            ? Artifact.AddReferenceAsync(uri, Text(operation, "name"), Flag(operation, "checksum") ?? true, maxObjects)
            : Artifact.AddReferenceAsync(uri, Text(operation, "name"), Flag(operation, "checksum") ?? true);
    }

    private static async Task WriteAsync(JsonNode operation, Stream stream, CancellationToken cancellationToken)
    {
        if (operation["base64"]?.GetValue<string>() is string base64)
        {
            await stream.WriteAsync(Convert.FromBase64String(base64), cancellationToken);
            return;
        }

        var encoding = Encoding.GetEncoding(
            Text(operation, "encoding") ?? "utf-8", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        await stream.WriteAsync(encoding.GetBytes(operation["text"]!.GetValue<string>()), cancellationToken);
    }

    private Html Media(JsonNode cell)
    {
        JsonNode spec = cell["spec"]!;
        if (Text(spec, "class") != "Html")
            throw new AssertFailedException($"operation add of {Text(spec, "class")} is not built yet");
        string argument = spec["args"]![0]!.GetValue<string>();
        bool inject = spec["kwargs"]?["inject"]?.GetValue<bool>() ?? true;
        return argument.StartsWith(root, StringComparison.Ordinal) ? Html.FromFile(argument, inject) : new Html(argument, inject);
    }

    private static string? Text(JsonNode node, string key) => node[key]?.GetValue<string>();

    private static bool? Flag(JsonNode node, string key) => node[key]?.GetValue<bool>();
}
