using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>Artifacts that refer to a web server, from the draft to the folder.</summary>
[TestClass]
public class HttpArtifactTests
{
    [TestMethod]
    public async Task The_bytes_come_from_the_server_and_the_registry_has_none()
    {
        using var server = new WebServer(turn => turn.AnswerAsync("from the web"u8.ToArray(), "ETag: \"e\""));
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry, server.Root + "/a.txt");

        string folder = await logged.DownloadAsync(registry.Temporary["out"]);

        Assert.AreEqual("from the web", File.ReadAllText(Path.Combine(folder, "a.txt")));
        Assert.AreEqual("own", File.ReadAllText(Path.Combine(folder, "own.txt")));
        Assert.IsFalse(File.Exists(registry.BlobPath(TestContent.Sha256("from the web"))));
        await registry.Open.DisposeAsync();
        Audit.NoScratch(registry.Temporary.Root);
    }

    [TestMethod]
    [DataRow("404 Not Found")]
    [DataRow("410 Gone")]
    public async Task What_is_gone_is_an_error_or_left_out(string status)
    {
        bool gone = false;
        using var server = new WebServer(turn => gone ? turn.AnswerAsync(status, []) : turn.AnswerAsync("x"u8.ToArray(), "ETag: \"e\""));
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry, server.Root + "/a.txt");
        gone = true;

        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => logged.DownloadAsync(registry.Temporary["out"]));
        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]), "not even the file that is there");
        await logged.DownloadAsync(registry.Temporary["out"], allowMissingReferences: true);

        CollectionAssert.AreEqual(new[] { registry.Temporary["out/own.txt"] }, Directory.GetFiles(registry.Temporary["out"]));
    }

    [TestMethod]
    public async Task What_changed_is_an_error_also_when_missing_ones_may_be_left_out()
    {
        int version = 1;
        using var server = new WebServer(turn => turn.AnswerAsync("x"u8.ToArray(), $"ETag: \"{version}\""));
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry, server.Root + "/a.txt");
        version = 2;

        await Codes.AssertThrowsAsync(
            ArtifactCodes.DigestMismatch, () => logged.DownloadAsync(registry.Temporary["out"], allowMissingReferences: true));

        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
    }

    [TestMethod]
    public async Task Many_are_loaded_several_at_a_time_over_few_connections()
    {
        const int Count = 60;
        const int Concurrency = 4;
        WebServer? self = null;
        using var server = self = new WebServer(async turn =>
        {
            // The first waits for another, and all give more of them the time to come.
            await Gate.UntilAsync(() => self!.MostAtOnce > 1);
            await Task.Delay(20);
            await turn.AnswerAsync(System.Text.Encoding.ASCII.GetBytes(turn.Path), "ETag: \"e\"");
        });
        await using var local = new LocalRegistry();
        using Artifact draft = local.NewDraft();
        for (int i = 0; i < Count; i++)
            await draft.AddReferenceAsync($"{server.Root}/{i}.txt", checksum: false);
        await local.Open.LogAsync(draft);
        Assert.AreEqual(0, server.Connections);
        await using ArtifactRegistry registry = ArtifactRegistry.Open(
            local.Folder, new ArtifactRegistryOptions { CacheDirectory = local.Cache, MaxConcurrency = Concurrency });
        using Artifact artifact = await registry.GetAsync("data");

        await artifact.DownloadAsync(local.Temporary["one"]);
        int connections = server.Connections;
        await artifact.DownloadAsync(local.Temporary["two"]);

        for (int i = 0; i < Count; i++)
            Assert.AreEqual($"/{i}.txt", File.ReadAllText(local.Temporary[$"two/{i}.txt"]));
        Assert.HasCount(2 * Count, server.Turns);
        Assert.IsInRange(2, Concurrency, server.MostAtOnce);
        // While one is being made another may get free, so a few more than are needed are possible.
        Assert.IsInRange(2, 2 * Concurrency, connections);
        Assert.IsInRange(connections, 2 * Concurrency, server.Connections);
    }

    [TestMethod]
    public async Task A_cancelled_download_of_references_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "Content-Length: 100");
            await turn.WriteAsync(new byte[50]);
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite);
        });
        await using var registry = new LocalRegistry();
        using Artifact draft = registry.NewDraft();
        await LocalRegistry.AddTextAsync(draft, "own.txt", "own");
        await draft.AddReferenceAsync(server.Root + "/a.txt", checksum: false);
        await registry.Open.LogAsync(draft);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => draft.DownloadAsync(registry.Temporary["out"], cancellationToken: cancel.Token).WaitAsync(TestClock.Patience));

        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
    }

    private static async Task<Artifact> LogAsync(LocalRegistry registry, string uri)
    {
        Artifact draft = registry.NewDraft();
        await LocalRegistry.AddTextAsync(draft, "own.txt", "own");
        await draft.AddReferenceAsync(uri);
        await registry.Open.LogAsync(draft);
        return draft;
    }
}
