using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Faults;
using ArtifactBuild.Model;
using ArtifactBuild.Remote.Tests.Fixtures;
using ArtifactBuild.Testing;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Remote.Tests.Requests;

/// <summary>How often a server is asked, counted on the wire.</summary>
[TestClass]
public sealed class RequestCountTests
{
    private const int Files = 2_000;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Two_thousand_unchanged_files_cost_five_requests_and_a_warm_restore_costs_none()
    {
        TestServer server = await Servers.GetAsync(TestServerKind.Ceph);
        await using FaultProxy wire = await FaultProxy.StartAsync(server.Endpoint, FaultScript.None);
        string address = await server.NewBucketAsync(endpoint: wire.Endpoint);
        using var temporary = new TemporaryDirectory();
        string folder = MakeFiles(temporary);

        int first = await CountAsync(wire, () => LogAsync(address, folder, temporary["cache"], sent: Files));
        int again = await CountAsync(wire, () => LogAsync(address, folder, temporary["cache"], sent: 0));
        int elsewhere = await CountAsync(wire, () => LogAsync(address, folder, temporary["another-cache"], sent: 0));
        TestContext.WriteLine($"first log: {first} requests; unchanged: {again}; unchanged, on another machine: {elsewhere}");
        Assert.IsLessThan(Files + 20, first);
        Assert.IsLessThanOrEqualTo(5, again);
        Assert.IsLessThanOrEqualTo(5, elsewhere);

        File.WriteAllText(Path.Combine(folder, "0", "00000.txt"), "changed");
        int changed = await CountAsync(wire, () => LogAsync(address, folder, temporary["another-cache"], sent: 1));
        TestContext.WriteLine($"one file changed: {changed} requests");
        Assert.IsLessThanOrEqualTo(10, changed);

        int cold = await CountAsync(wire, () => RestoreAsync(address, temporary, "obj", Files));
        // A stamp would keep it from looking at all; here it has none, and looks at every file.
        int warm = await CountAsync(wire, () => RestoreAsync(address, temporary, "other-obj", 0));
        TestContext.WriteLine($"cold restore: {cold} requests; everything in the cache: {warm}");
        Assert.IsLessThan(Files + 10, cold);
        Assert.AreEqual(0, warm);
    }

    private static string MakeFiles(TemporaryDirectory temporary)
    {
        for (int i = 0; i < Files; i++)
            temporary.Write($"files/{i % 100}/{i:d5}.txt", $"content {i}");
        return temporary["files"];
    }

    private static async Task<int> CountAsync(FaultProxy wire, Func<Task> work)
    {
        int before = wire.Requests.Count;
        await work();
        return wire.Requests.Count - before;
    }

    private static async Task LogAsync(string address, string folder, string cache, int sent)
    {
        await using var registry = ArtifactRegistry.Open(address, new ArtifactRegistryOptions { CacheDirectory = cache });
        using var draft = new Artifact("data", "dataset", cache);
        await draft.AddDirectoryAsync(folder, policy: StoragePolicy.Immutable);
        LogResult result = await registry.LogAsync(draft, ["production"]);
        Assert.AreEqual(sent, result.UploadedFiles);
        Assert.AreEqual(sent > 0, result.IsNewVersion);
    }

    private static async Task RestoreAsync(string address, TemporaryDirectory temporary, string work, int downloaded)
    {
        var settings = new BuildSettings(temporary.MakeFolder("app"), address, cacheDirectory: temporary["build-cache"]);
        var metadata = new Dictionary<string, string> { ["Alias"] = "production" };
        ArtifactReferenceItem reference = ArtifactReferenceItem.Read("data", name => metadata.GetValueOrDefault(name, ""), settings);
        await using var restore = new ArtifactRestore(
            new RestoreRequest(settings, [reference], temporary["app/artifacts.lock.json"], temporary.MakeFolder(work)));
        RestoreResult result = await restore.RunAsync(CancellationToken.None);
        Assert.AreEqual(downloaded, result.DownloadedFiles);
        Assert.IsFalse(result.UpToDate);
        Assert.HasCount(Files, result.Files);
    }
}
