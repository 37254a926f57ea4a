using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Cache;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>What an operation gave: entries, or the value of a member.</summary>
internal sealed record Played(IReadOnlyList<ManifestEntry> Entries, JsonNode? Value = null, ArtifactEntry? Taken = null)
{
    public static Played Nothing { get; } = new([]);
}

/// <summary>Replays the operations of a vector on our <see cref="Artifact"/>.</summary>
internal sealed class VectorPlayer(VectorWorld world, IVectorStores? stores, JsonObject? clientIds) : IDisposable
{
    private readonly List<Artifact> _all = [];
    private readonly Dictionary<string, ArtifactEntry> _entries = [];
    private readonly VectorObjects _objects = new();
    private readonly ArtifactCache _cache = new(world.Cache);

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
        "add_dir" => Do(await AddDirectoryAsync(operation)),
        "add_reference" => new Played(await AddReferenceAsync(operation)),
        "new_file" => Do(await Artifact.NewFileAsync(
            Text(operation, "name")!, (stream, token) => WriteAsync(operation, stream, token), Flag(operation, "overwrite") ?? false)),
        "make" => Do(() => _objects.Keep(Text(operation, "var")!, _objects.Make(operation["spec"]!))),
        "add" => Entry(Artifact.Add(_objects.Object(operation["obj"]), Text(operation, "name")!, Flag(operation, "overwrite") ?? false)),
        "setitem" => Do(() => Artifact[Text(operation, "name")!] = _objects.Object(operation["obj"])),
        "remove" => Do(() => Remove(operation)),
        "finalize" => Do(Artifact.FinalizeDraft),
        "get_entry" => Entry(GetEntry(operation)),
        "get_added_local_path_name" => Value(Artifact.GetAddedLocalPathName(Text(operation, "local_path")!)),
        "getattr" => Value(await ArtifactMembers.GetAsync(Artifact, Text(operation, "name")!)),
        "setattr" => Do(() => ArtifactMembers.Set(Artifact, Text(operation, "name")!, operation["value"])),
        "call" => Value(await ArtifactMembers.CallAsync(
            Artifact, Text(operation, "method")!, operation["args"]?.AsArray() ?? [], operation["kwargs"]?.AsObject() ?? [])),
        "verify" => Do(await VerifyAsync(Text(operation, "root")!)),
        "write_file" => Do(() => File.WriteAllBytes(Text(operation, "path")!, VectorFiles.BytesOf(operation))),
        "delete_file" => Do(() => File.Delete(Text(operation, "path")!)),
        "save_artifact_as" => Do(() => Save(Text(operation, "var")!)),
        "force_logged" => Do(() => BecomeLogged(operation)),
        string name => throw new AssertFailedException($"The operation “{name}” is not known."),
        null => throw new AssertFailedException($"The operation {operation.ToJsonString()} has no name."),
    };

    public void Dispose()
    {
        _all.ForEach(artifact => artifact.Dispose());
        _cache.Dispose();
    }

    private void Begin(JsonNode operation)
    {
        Current = null;
        var artifact = new Artifact(Needed(operation, "name"), Needed(operation, "type"), world.Cache)
        {
            Description = Text(operation, "description"),
            Incremental = Flag(operation, "incremental") ?? false,
            UseAs = Text(operation, "use_as"),
        };
        _all.Add(artifact);
        if (operation["metadata"] is JsonNode metadata)
            ArtifactMembers.Set(artifact, "metadata", metadata);
        foreach ((string kind, IReferenceHandler handler) in stores?.Handlers ?? ImmutableDictionary<string, IReferenceHandler>.Empty)
            artifact.Draft!.References.Use(kind is "gcs" ? "gs" : kind, handler);
        Current = artifact;
    }

    private Task<ManifestEntry> AddFileAsync(JsonNode operation) => Artifact.AddFileAsync(
        Text(operation, "local_path")!,
        Text(operation, "name"),
        Flag(operation, "is_tmp") ?? false,
        Flag(operation, "skip_cache") ?? false,
        Policy(operation),
        Flag(operation, "overwrite") ?? false);

    private Task<IReadOnlyList<ManifestEntry>> AddDirectoryAsync(JsonNode operation) => Artifact.AddDirectoryAsync(
        Text(operation, "local_path")!,
        Text(operation, "name"),
        Flag(operation, "skip_cache") ?? false,
        Policy(operation),
        Flag(operation, "overwrite") ?? false);

    private async Task<IReadOnlyList<ManifestEntry>> AddReferenceAsync(JsonNode operation)
    {
        string? name = Text(operation, "name");
        if (Text(operation, "uri_var") is string variable)
            return [Artifact.AddReference(Kept(variable), name)];
        string uri = Text(operation, "uri")!;
        bool checksum = Flag(operation, "checksum") ?? true;
        int asked = stores?.Requests ?? 0;
        IReadOnlyList<ManifestEntry> entries = operation["max_objects"]?.GetValue<int>() is int maxObjects
            ? await Artifact.AddReferenceAsync(uri, name, checksum, maxObjects)
            : await Artifact.AddReferenceAsync(uri, name, checksum);
        if (stores is not null && VectorNeeds.StoreOf(uri) is not null)
            Assert.AreEqual(checksum, stores.Requests > asked, "A store is asked for a checksum, and only for that.");
        return entries;
    }

    // By path, or by an entry: one that a variable keeps, or the one of a path.
    private void Remove(JsonNode operation)
    {
        if (operation["item"] is JsonValue item)
            Artifact.Remove(item.GetValue<string>());
        else
            Artifact.Remove(EntryOf(operation["item"] ?? operation["entry"]));
    }

    private ManifestEntry EntryOf(JsonNode? node) => node switch
    {
        JsonValue name when _entries.TryGetValue(name.GetValue<string>(), out ArtifactEntry? kept) => kept.Entry,
        JsonValue path => EntryAt(path.GetValue<string>()),
        JsonObject cell when cell["$"]?.GetValue<string>() == "var" => Kept(Text(cell, "name")!).Entry,
        JsonObject item when item["entry"] is JsonNode entry => EntryOf(entry),
        JsonObject item when item["var"] is JsonNode variable => Kept(variable.GetValue<string>()).Entry,
        JsonObject item when item["path"] is JsonNode path => EntryAt(path.GetValue<string>()),
        _ => throw new AssertFailedException($"{node?.ToJsonString() ?? "null"} is no entry to remove."),
    };

    // Only the path of an entry counts when it is removed.
    private ManifestEntry EntryAt(string path) => Artifact.Manifest.TryGet(path, out ManifestEntry? present)
        ? present
        : new ManifestEntry { Path = path, Digest = "" };

    private ArtifactEntry Kept(string variable) => _entries.TryGetValue(variable, out ArtifactEntry? entry)
        ? entry
        : throw new AssertFailedException($"No entry was kept in the variable “{variable}”.");

    private ArtifactEntry GetEntry(JsonNode operation)
    {
        ArtifactEntry entry = Artifact.GetEntry(Text(operation, "name")!);
        if (Text(operation, "var") is string variable)
            _entries[variable] = entry;
        return entry;
    }

    // The artifact is kept alive here anyhow; what finds it is its client id.
    private void Save(string variable)
    {
        foreach ((string clientId, JsonNode? name) in clientIds ?? [])
        {
            if (name!.GetValue<string>() == variable)
                Artifact.RememberAs(clientId);
        }
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
        var registry = new RegistryContext(new DirectoryStore(world.Registry), _cache, 2);
        Artifact.FinalizeDraft();
        var version = new LoggedVersion(registry, name, Artifact.Type, entry, record, ImmutableArray<string>.Empty);
        Artifact.Draft!.Become(version, manifest);
        Artifact.BecomeLogged(version);
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

    private static StoragePolicy Policy(JsonNode operation) => Text(operation, "policy") switch
    {
        null or "mutable" => StoragePolicy.Mutable,
        "immutable" => StoragePolicy.Immutable,
        string other => throw new CompilerException($"there is no StoragePolicy “{other}”"),
    };

    private static Played Entry(ManifestEntry entry) => new([entry]);

    private static Played Entry(ArtifactEntry entry) => new([entry.Entry], Taken: entry);

    private static Played Value(JsonNode? value) => new([], value);

    private static Played Do(object _) => Played.Nothing;

    private static Played Do(Action action)
    {
        action();
        return Played.Nothing;
    }

    private static string Needed(JsonNode node, string key) => Text(node, key) ?? throw new CompilerException($"{key} is null");

    private static string? Text(JsonNode node, string key) => CellSpec.Read(node[key]) switch
    {
        null => null,
        string text => text,
        FileInfo path => path.ToString(),
        object other => throw new CompilerException($"{key} is a text, not {other}"),
    };

    private static bool? Flag(JsonNode node, string key) => CellSpec.Read(node[key]) switch
    {
        null => null,
        bool flag => flag,
        object other => throw new CompilerException($"{key} is true or false, not {other}"),
    };
}
