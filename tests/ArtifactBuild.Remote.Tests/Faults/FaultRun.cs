using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Registries;
using ArtifactBuild.Storage;
using ArtifactBuild.Storage.Remote;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Remote.Tests.Faults;

/// <summary>One seed: a log and a restore through a proxy that breaks things, and then what is left is looked at.</summary>
internal sealed class FaultRun(TestServer server, SourceFolder source, string folder, int seed)
{
    // Short pauses, because a test has no evening; as many tries as everybody has.
    private static readonly RemoteOptions Patience = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(10),
        MaxPause = TimeSpan.FromMilliseconds(500),
        IdleTimeout = TimeSpan.FromSeconds(10),
    };

    public async Task<FaultOutcome> RunAsync(CancellationToken cancellationToken)
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(server.Endpoint, FaultScript.FromSeed(seed, Profile()));
        string broken = await server.NewBucketAsync(endpoint: proxy.Endpoint, cancellationToken: cancellationToken);
        string sound = broken.Replace(Uri.EscapeDataString(Root(proxy.Endpoint)), Uri.EscapeDataString(Root(server.Endpoint)), StringComparison.Ordinal);
        Assert.AreNotEqual(broken, sound);
        try
        {
            string ending = await TryAsync(broken, cancellationToken);
            await AssertNothingTornAsync(sound, isLogged: ending is FaultOutcome.Right || ending.StartsWith("restore", StringComparison.Ordinal), cancellationToken);
            await LogAsync(sound, cancellationToken);
            await RestoreAsync(sound, cancellationToken);
            source.AssertWhole(Output);
            Assert.IsEmpty(proxy.Errors);
            return new FaultOutcome(seed, ending, [.. proxy.Faults.Select(fault => fault.Fault.Kind.ToString())]);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new AssertFailedException($"seed {seed}: {e.Message}", e);
        }
        finally
        {
            await ClearAsync(sound);
        }
    }

    private string Output => Path.Combine(folder, "out");

    private string Cache => Path.Combine(folder, "cache");

    // Every fourth seed is merciless: the same request may fail again and again.
    private FaultProfile Profile() => FaultProfile.Transient(0.02) with
    {
        FlipRequestBit = 0.002,
        FlipResponseBit = 0.004,
        Shorten = 0.001,
        Swallow = 0.0005,
        MaxFaults = 60,
        MaxFaultsPerRequest = seed % 4 == 0 ? 60 : 3,
        RetryAfter = TimeSpan.FromMilliseconds(50),
        ErrorBody = ErrorBody.S3,
        ThrottleTo = 16 << 20,
    };

    private async Task<string> TryAsync(string address, CancellationToken cancellationToken)
    {
        string step = "log";
        try
        {
            await LogAsync(address, cancellationToken);
            step = "restore";
            await RestoreAsync(address, cancellationToken);
            source.AssertWhole(Output);
            return FaultOutcome.Right;
        }
        catch (ArtifactException e)
        {
            return $"{step} {e.Code}: {e.Message[(e.Message.IndexOf("”: ", StringComparison.Ordinal) + 1)..]}";
        }
    }

    private async Task LogAsync(string address, CancellationToken cancellationToken)
    {
        await using ArtifactRegistry registry = Open(address, Path.Combine(folder, "log-cache"));
        using var draft = new Artifact("data", "dataset", Path.Combine(folder, "log-cache"));
        await draft.AddDirectoryAsync(source.FolderPath, policy: StoragePolicy.Immutable, cancellationToken: cancellationToken);
        await registry.LogAsync(draft, ["production"], cancellationToken: cancellationToken);
    }

    private async Task RestoreAsync(string address, CancellationToken cancellationToken)
    {
        await using ArtifactRegistry registry = Open(address, Cache);
        using Artifact artifact = await registry.GetAsync("data:production", cancellationToken);
        await artifact.DownloadAsync(Output, cancellationToken: cancellationToken);
    }

    // What a registry says is there is there, whole; what is in the output is right; and the cache has nothing under a wrong name.
    private async Task AssertNothingTornAsync(string address, bool isLogged, CancellationToken cancellationToken)
    {
        source.AssertNoneIsWrong(Output);
        AssertCache();
        await using ArtifactRegistry registry = Open(address, Path.Combine(folder, "audit-cache"));
        int versions = 0;
        if (await registry.GetCollectionAsync("data", cancellationToken) is not null)
        {
            await foreach (Artifact version in registry.VersionsAsync("data", cancellationToken: cancellationToken))
            {
                versions++;
                string place = Path.Combine(folder, $"audit-{version.Version}");
                await version.DownloadAsync(place, cancellationToken: cancellationToken);
                source.AssertWhole(place);
            }
        }

        Assert.IsLessThanOrEqualTo(1, versions, "one log made more than one version");
        if (isLogged)
            Assert.AreEqual(1, versions);
    }

    private void AssertCache()
    {
        string objects = Path.Combine(Cache, "objects", "sha256");
        foreach (string path in Directory.Exists(objects) ? Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories) : [])
        {
            string name = Path.GetRelativePath(objects, path).Replace("/", "", StringComparison.Ordinal);
            Assert.AreEqual(name, Sha256Digest.Of(File.ReadAllBytes(path)).Hex);
        }
    }

    private async Task ClearAsync(string address)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        await using IObjectStore store = ObjectStores.Open(address);
        var keys = new List<string>();
        await foreach (ObjectInfo info in store.ListAsync("", CancellationToken.None))
            keys.Add(info.Key);
        await Parallel.ForEachAsync(keys, async (key, token) => await store.DeleteAsync(key, null, token));
    }

    private static ArtifactRegistry Open(string address, string cache) =>
        ArtifactRegistry.Open(address, new ArtifactRegistryOptions { CacheDirectory = cache }, Patience);

    private static string Root(Uri endpoint) => endpoint.AbsoluteUri.TrimEnd('/');
}
