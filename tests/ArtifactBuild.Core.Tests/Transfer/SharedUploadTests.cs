using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Several logs of one registry at once, as a project with several outputs has them.</summary>
[TestClass]
public sealed class SharedUploadTests
{
    private const int Logs = 4;
    private const int Files = 8;

    [TestMethod]
    public async Task They_share_the_limit_of_transfers_and_all_get_through()
    {
        await using var registry = new WatchedRegistry();
        Side side = registry.Open(options: new ArtifactRegistryOptions { MaxConcurrency = 2 });
        int begun = 0;
        var inFlight = new InFlight();
        side.Store.Before = async (call, token) =>
        {
            if (call is not { Verb: "put", IsBlob: true })
                return;
            inFlight.Begin();
            // The first waits for the second, so that there are two for certain; a third could come in if it were let.
            if (Interlocked.Increment(ref begun) == 1)
                await Gate.UntilAsync(() => begun > 1);
            await Task.Delay(2, token);
        };
        side.Store.AfterPut = (call, stored) =>
        {
            if (call.IsBlob)
                inFlight.End();
            return Task.FromResult(stored);
        };
        LogResult[] results = await Task.WhenAll(Enumerable.Range(0, Logs).Select(async log =>
        {
            using Artifact draft = await registry.DraftAsync(
                [.. Enumerable.Range(0, Files).Select(file => ($"{file}", TestContent.Random((log * Files) + file, 1000)))]);
            return await side.Registry.LogAsync(draft, project: $"p{log}");
        }));
        Assert.AreEqual(2, inFlight.Most);
        Assert.AreEqual(Logs * Files, results.Sum(result => result.UploadedFiles));
    }

    [TestMethod]
    public async Task A_transfer_that_fails_gives_its_place_back()
    {
        await using var registry = new WatchedRegistry();
        Side side = registry.Open(options: new ArtifactRegistryOptions { MaxConcurrency = 1 });
        side.Store.Before = (call, _) => call is { Verb: "put", IsBlob: true } ? throw new IOException("The line is cut.") : Task.CompletedTask;
        using Artifact first = await registry.DraftAsync(("a", TestContent.Random(1, 10)));
        await Assert.ThrowsAsync<IOException>(() => side.Registry.LogAsync(first));
        side.Store.Before = null;
        using Artifact second = await registry.DraftAsync(("a", TestContent.Random(1, 10)));
        Assert.IsTrue((await side.Registry.LogAsync(second)).IsNewVersion);
    }
}
