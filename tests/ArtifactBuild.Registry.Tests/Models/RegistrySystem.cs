using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Models;

/// <summary>Does each operation to a registry and to its model, and compares the two.</summary>
internal sealed class RegistrySystem : IAsyncDisposable
{
    private static readonly string[] AliasPool = ["best", "production", "good"];

    private readonly World _world = new();
    private readonly RegistryModel _model = new();

    public static async Task RunAsync(IEnumerable<Operation> operations)
    {
        await using var system = new RegistrySystem();
        foreach (Operation operation in operations)
        {
            await system.DoAsync(operation);
            await system.CompareAsync();
        }

        await system.CollectAsync(dryRun: false);
        await system.CompareAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private Task DoAsync(Operation operation)
    {
        MemberModel? version = Pick(_model.Data, operation.Which);
        MemberModel? link = Pick(_model.Portfolio, operation.Which);
        string alias = AliasPool[operation.What % AliasPool.Length];
        return operation.Kind switch
        {
            Kind.Log => LogAsync(RegistryModel.Content(operation.What), alias, incremental: false),
            Kind.LogIncremental => LogAsync(RegistryModel.Content(operation.What), alias, incremental: true),
            Kind.DryRun => CollectAsync(dryRun: true),
            Kind.Collect => CollectAsync(dryRun: false),
            Kind.Unlink => link is null ? Task.CompletedTask : UnlinkAsync(link),
            _ when version is null => Task.CompletedTask,
            Kind.GiveAlias => GiveAliasAsync(version, alias),
            Kind.TakeAliases => TakeAliasesAsync(version),
            Kind.Link => LinkAsync(version, alias),
            Kind.Delete => DeleteAsync(version, withAliases: false),
            Kind.DeleteWithAliases => DeleteAsync(version, withAliases: true),
            Kind.Expire => ExpireAsync(version),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }

    private static MemberModel? Pick(CollectionModel collection, int which) =>
        collection.Members.Count == 0 ? null : collection.Members[which % collection.Members.Count];

    private async Task LogAsync(SortedDictionary<string, string> files, string alias, bool incremental)
    {
        using var draft = new Artifact("data", "dataset", _world.CacheFolder) { Incremental = incremental };
        await World.FillAsync(draft, [.. files.Select(file => (file.Key, file.Value))]);
        LogResult result = await _world.Registry.LogAsync(draft, [alias]);
        if (incremental && _model.Data.Members.LastOrDefault() is MemberModel newest)
        {
            foreach ((string path, string content) in newest.Version.Files)
                files.TryAdd(path, content);
        }

        Assert.AreEqual(_model.Log(files, [alias]), result.IsNewVersion);
    }

    private async Task GiveAliasAsync(MemberModel version, string alias)
    {
        Artifact artifact = await _world.Registry.GetAsync($"data:v{version.Number}");
        artifact.Aliases = [.. artifact.Aliases, alias];
        await artifact.SaveAsync();
        _model.Data.Move(version, [alias]);
    }

    private async Task TakeAliasesAsync(MemberModel version)
    {
        Artifact artifact = await _world.Registry.GetAsync($"data:v{version.Number}");
        artifact.Aliases = [];
        await artifact.SaveAsync();
        _model.Data.TakeAliases(version);
    }

    private async Task LinkAsync(MemberModel version, string alias)
    {
        await (await _world.Registry.GetAsync($"data:v{version.Number}")).LinkAsync("portfolio", [alias]);
        _model.Link(version, alias);
    }

    private async Task UnlinkAsync(MemberModel link)
    {
        await (await _world.Registry.GetAsync($"portfolio:v{link.Number}")).UnlinkAsync();
        _model.Portfolio.Delete(link);
    }

    private async Task DeleteAsync(MemberModel version, bool withAliases)
    {
        Artifact artifact = await _world.Registry.GetAsync($"data:v{version.Number}");
        if (!withAliases && _model.Data.AliasesOf(version).Any())
        {
            await Codes.AssertThrowsAsync(ArtifactCodes.NotDeletable, () => artifact.DeleteAsync());
            return;
        }

        await artifact.DeleteAsync(withAliases);
        Assert.AreEqual(ArtifactState.Deleted, artifact.State);
        _model.Data.Delete(version);
    }

    private async Task ExpireAsync(MemberModel version)
    {
        Artifact artifact = await _world.Registry.GetAsync($"data:v{version.Number}");
        artifact.TimeToLive = TimeToLive.Of(TimeSpan.FromSeconds(1));
        await artifact.SaveAsync();
        // As if it had been logged a day ago.
        await _world.Objects.EditAsync("collections/acme/vision/data/head.json", head =>
        {
            JsonNode entry = head["versions"]!.AsArray().Single(entry => entry!["id"]!.GetValue<string>() == artifact.Id)!;
            entry["createdAt"] = DateTimeOffset.UtcNow.AddDays(-1);
        });
        version.Version.IsOver = true;
    }

    private async Task CollectAsync(bool dryRun)
    {
        int before = _model.Stored.Count;
        string[] expired = [.. _model.Expired().Select(number => $"acme/vision/data:v{number}")];
        GarbageCollectionReport report = await _world.OpenElsewhere()
            .GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = TimeSpan.Zero, DryRun = dryRun });
        CollectionAssert.AreEqual(expired, report.ExpiredVersions.ToArray());
        Assert.AreEqual(0, report.KeptYoung);
        if (dryRun)
            return;
        _model.Collect();
        Assert.AreEqual(before - _model.Stored.Count, report.DeletedBlobs);
        await DownloadAllAsync();
    }

    private async Task CompareAsync()
    {
        ArtifactRegistry fresh = _world.OpenElsewhere();
        await CompareAsync(fresh, "data", _model.Data);
        await CompareAsync(fresh, "portfolio", _model.Portfolio);
        const string Blobs = "blobs/sha256/";
        string[] blobs = [.. (await _world.Objects.KeysAsync(Blobs)).Select(key => key[Blobs.Length..].Replace("/", "", StringComparison.Ordinal))];
        CollectionAssert.AreEquivalent(_model.Stored.Select(VersionModel.BlobOf).ToArray(), blobs);
    }

    private static async Task CompareAsync(ArtifactRegistry registry, string name, CollectionModel model)
    {
        ArtifactCollection? collection = await registry.GetCollectionAsync(name);
        Assert.AreEqual(model.Members.Count > 0, collection is not null);
        if (collection is null)
            return;
        string expected = string.Join('\n', model.Members.AsEnumerable().Reverse().Select(member =>
            $"v{member.Number} {member.Version.Digest} v{member.Source} Committed {string.Join(',', model.AliasesOf(member))}"));
        List<Artifact> versions = await registry.VersionsAsync(name).ToListAsync();
        Assert.AreEqual(expected, string.Join('\n', versions.Select(version =>
            $"{version.Version} {version.Digest} {version.SourceVersion} {version.State} {string.Join(',', version.Aliases)}")));
        CollectionAssert.AreEqual(
            model.Aliases.Select(alias => $"{alias.Key}=v{alias.Value}").ToArray(),
            collection.Aliases.Select(alias => $"{alias.Key}={alias.Value}").ToArray());
    }

    private async Task DownloadAllAsync()
    {
        ArtifactRegistry fresh = _world.OpenElsewhere();
        foreach ((string name, CollectionModel model) in new[] { ("data", _model.Data), ("portfolio", _model.Portfolio) })
        {
            foreach (MemberModel member in model.Members)
            {
                Artifact version = await fresh.GetAsync($"{name}:v{member.Number}");
                string root = _world.PathOf("out");
                await version.CheckoutAsync(root);
                (await version.VerifyAsync(root)).EnsureValid();
                foreach ((string path, string content) in member.Version.Files)
                    Assert.AreEqual(content, await File.ReadAllTextAsync(Path.Combine(root, path)));
            }
        }
    }
}
