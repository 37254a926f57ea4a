using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Cache;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Media;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>What an operation gave: entries, or the value of a member.</summary>
internal sealed record Played(IReadOnlyList<ManifestEntry> Entries, JsonNode? Value = null)
{
    public static Played Nothing { get; } = new([]);
}

/// <summary>Replays the operations of a vector on our <see cref="Artifact"/>.</summary>
internal sealed class VectorPlayer(TemporaryDirectory temporary) : IDisposable
{
    private readonly List<Artifact> _all = [];
    private readonly Dictionary<string, ManifestEntry> _entries = [];
    private readonly ArtifactCache _cache = new(temporary["cache"]);

    /// <summary>The current artifact; nothing when it could not be made.</summary>
    public Artifact? Current { get; private set; }

    /// <summary>Every artifact of the vector.</summary>
    public IReadOnlyList<Artifact> All => _all;

    private Artifact Artifact => Current!;

    /// <summary>Runs one operation.</summary>
    public async Task<Played> RunAsync(JsonNode operation) => Text(operation, "op") switch
    {
        "new_artifact" => Do(() => Begin(operation)),
        "add_file" => Entry(await AddFileAsync(operation)),
        "add_dir" => Do(await Artifact.AddDirectoryAsync(Text(operation, "local_path")!, Text(operation, "name"))),
        "add_reference" => new Played(await AddReferenceAsync(operation)),
        "new_file" => Do(await Artifact.NewFileAsync(Text(operation, "name")!, (stream, token) => WriteAsync(operation, stream, token))),
        "add" => Entry(Artifact.Add(Page(operation["obj"]!), Text(operation, "name")!)),
        "setitem" => Do(() => Artifact[Text(operation, "name")!] = Page(operation["obj"]!)),
        "remove" => Do(() => Artifact.Remove(Text(operation, "item")!)),
        "finalize" => Do(Artifact.FinalizeDraft),
        "get_entry" => Entry(GetEntry(operation)),
        "get_added_local_path_name" => Value(Artifact.GetAddedLocalPathName(Text(operation, "local_path")!)),
        "getattr" => Value(await ArtifactMembers.GetAsync(Artifact, Text(operation, "name")!)),
        "setattr" => Do(() => ArtifactMembers.Set(Artifact, Text(operation, "name")!, operation["value"])),
        "call" => Value(await ArtifactMembers.CallAsync(Artifact, Text(operation, "method")!, operation["args"]?.AsArray() ?? [])),
        "verify" => Do(await VerifyAsync(Text(operation, "root")!)),
        "write_file" => Do(() => File.WriteAllBytes(Text(operation, "path")!, VectorFiles.BytesOf(operation))),
        "delete_file" => Do(() => File.Delete(Text(operation, "path")!)),
        // The artifact is kept alive here anyhow, and the client id finds it.
        "save_artifact_as" => Played.Nothing,
        "force_logged" => Do(() => BecomeLogged(operation)),
        string name => throw new AssertFailedException($"operation {name} is not built yet"),
        null => throw new AssertFailedException("an operation has no name"),
    };

    public void Dispose()
    {
        _all.ForEach(artifact => artifact.Dispose());
        _cache.Dispose();
    }

    private void Begin(JsonNode operation)
    {
        Current = null;
        var artifact = new Artifact(Text(operation, "name")!, Text(operation, "type")!, temporary["cache"])
        {
            Description = Text(operation, "description"),
        };
        _all.Add(artifact);
        if (operation["metadata"] is JsonNode metadata)
            ArtifactMembers.Set(artifact, "metadata", metadata);
        Current = artifact;
    }

    private Task<ManifestEntry> AddFileAsync(JsonNode operation) => Artifact.AddFileAsync(
        Text(operation, "local_path")!,
        Text(operation, "name"),
        Flag(operation, "is_tmp") ?? false,
        Flag(operation, "skip_cache") ?? false,
        Text(operation, "policy") == "immutable" ? StoragePolicy.Immutable : StoragePolicy.Mutable);

    private async Task<IReadOnlyList<ManifestEntry>> AddReferenceAsync(JsonNode operation)
    {
        string? name = Text(operation, "name");
        if (Text(operation, "uri_var") is string variable)
            return [Artifact.AddReference(_entries[variable], name)];
        string uri = Text(operation, "uri")!;
        bool checksum = Flag(operation, "checksum") ?? true;
        return operation["max_objects"]?.GetValue<int>() is int maxObjects
            ? await Artifact.AddReferenceAsync(uri, name, checksum, maxObjects)
            : await Artifact.AddReferenceAsync(uri, name, checksum);
    }

    private ManifestEntry GetEntry(JsonNode operation)
    {
        ManifestEntry entry = Artifact.GetEntry(Text(operation, "name")!);
        if (Text(operation, "var") is string variable)
            _entries[variable] = entry;
        return entry;
    }

    private async Task<VerificationResult> VerifyAsync(string root)
    {
        VerificationResult result = await Artifact.VerifyAsync(root);
        result.EnsureValid();
        return result;
    }

    // As a log would leave it, but with the id of the vector, and nothing written to the registry.
    private void BecomeLogged(JsonNode operation)
    {
        Manifest manifest = Artifact.Manifest;
        string suffix = Text(operation, "version") ?? "v0";
        Assert.IsTrue(ArtifactName.IsVersion(suffix, out int number));
        var entry = new VersionEntry
        {
            Number = number,
            Id = Text(operation, "id")!,
            Digest = manifest.Digest,
            Manifest = TestContent.Sha256(manifest.ToJson()),
            Size = manifest.Size,
            Count = manifest.Count,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var name = new ArtifactName("ent", "proj", Artifact.Name, suffix);
        var record = new VersionRecord { Collection = name.CollectionName, Description = Artifact.Description, Metadata = Artifact.Metadata };
        var registry = new RegistryContext(new DirectoryStore(temporary["registry"]), _cache, 2);
        Artifact.FinalizeDraft();
        Artifact.BecomeLogged(new LoggedVersion(registry, name, Artifact.Type, entry, record, ImmutableArray<string>.Empty));
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

    // Objects have vectors of their own; here they only show what an artifact allows.
    private static Html Page(JsonNode cell) => Text(cell["spec"]!, "class") == "Html"
        ? new Html(cell["spec"]!["args"]![0]!.GetValue<string>(), cell["spec"]!["kwargs"]?["inject"]?.GetValue<bool>() ?? true)
        : throw new AssertFailedException($"operation add of {cell.ToJsonString()} is not built yet");

    private static Played Entry(ManifestEntry entry) => new([entry]);

    private static Played Value(JsonNode? value) => new([], value);

    private static Played Do(object _) => Played.Nothing;

    private static Played Do(Action action)
    {
        action();
        return Played.Nothing;
    }

    private static string? Text(JsonNode node, string key) => node[key]?.GetValue<string>();

    private static bool? Flag(JsonNode node, string key) => node[key]?.GetValue<bool>();
}
