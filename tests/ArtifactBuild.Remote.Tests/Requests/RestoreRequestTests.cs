using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Faults;
using ArtifactBuild.Remote.Tests.Fixtures;
using ArtifactBuild.Runs;
using ArtifactBuild.Testing;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Remote.Tests.Requests;

/// <summary>What one restore asks of a server, from the first pin to the record of use, counted on the wire.</summary>
[TestClass]
public sealed class RestoreRequestTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Two_small_artifacts_share_their_connections_and_no_object_is_read_twice()
    {
        TestServer server = await Servers.GetAsync(TestServerKind.Gcs);
        string address = await server.NewBucketAsync();
        using var temporary = new TemporaryDirectory();
        await LogAsync(address, temporary, count: 2);
        await using FaultProxy wire = await FaultProxy.StartAsync(server.Endpoint, FaultScript.None);

        RestoreResult result = await RestoreAsync(server, wire, address, temporary, count: 2);

        Assert.AreEqual(2, result.DownloadedFiles);
        // Of objects: whether the bucket is there is asked, too, because the run is not there yet.
        string[] reads = [.. wire.Requests
            .Where(request => request.Method == "GET" && request.Path.Contains("/o/", StringComparison.Ordinal)).Select(request => request.Path)];
        TestContext.WriteLine($"{wire.Connections} connections, {wire.Requests.Count} requests, {reads.Length} of them read");
        Assert.AreSequenceEqual(reads.Distinct().Order(StringComparer.Ordinal), reads.Order(StringComparer.Ordinal));
        // Each version's head, record, manifest and content; and the run.
        Assert.HasCount(9, reads);
        // Two requests are in flight at most. A third connection is opened when an answer without content still drains.
        Assert.IsLessThanOrEqualTo(3, wire.Connections);
    }

    private static async Task LogAsync(string address, TemporaryDirectory temporary, int count)
    {
        await using var registry = ArtifactRegistry.Open(address, new ArtifactRegistryOptions { CacheDirectory = temporary["cache"] });
        for (int i = 0; i < count; i++)
        {
            using var draft = new Artifact(Name(i), "model", temporary["cache"]);
            await draft.AddFileAsync(temporary.Write($"files/{i}.bin", Name(i)), "a.bin");
            await registry.LogAsync(draft, ["production"]);
        }
    }

    private static async Task<RestoreResult> RestoreAsync(
        TestServer server, FaultProxy wire, string address, TemporaryDirectory temporary, int count)
    {
        SetVariables(server.EnvironmentAt(wire.Endpoint));
        try
        {
            var settings = new BuildSettings(temporary.MakeFolder("app"), address, cacheDirectory: temporary["build-cache"]) { MaxConcurrency = 16 };
            ArtifactReferenceItem[] references =
                [.. Enumerable.Range(0, count).Select(i => ArtifactReferenceItem.Read($"{Name(i)}:production", _ => "", settings))];
            await using var restore = new ArtifactRestore(
                new RestoreRequest(settings, references, temporary["app/artifacts.lock.json"], temporary.MakeFolder("obj")));
            RestoreResult result = await restore.RunAsync(CancellationToken.None);
            var run = new Run { Id = "r1", Entity = "default", Project = "uncategorized", StartedAt = DateTimeOffset.UnixEpoch };
            Assert.IsEmpty(await restore.RecordUsesAsync(run, result, CancellationToken.None));
            return result;
        }
        finally
        {
            SetVariables(server.Environment);
        }
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"model-{i}");

    private static void SetVariables(IReadOnlyDictionary<string, string> variables)
    {
        foreach ((string name, string value) in variables)
            Environment.SetEnvironmentVariable(name, value);
    }
}
