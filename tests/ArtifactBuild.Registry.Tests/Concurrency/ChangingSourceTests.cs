using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Concurrency;

[TestClass]
public sealed class ChangingSourceTests
{
    [TestMethod]
    public async Task A_source_that_is_rewritten_all_the_time_is_logged_as_it_was_read()
    {
        int rounds = TestSetup.Home.Rounds(100);
        await using var world = new World();
        string source = world.Write("source.bin", "");
        using var stop = new CancellationTokenSource();
        using var rewritten = new SemaphoreSlim(0);
        Task writer = Task.Run(() => RewriteAsync(source, rewritten, stop.Token));
        try
        {
            var digests = new HashSet<string>();
            for (int round = 0; round < rounds; round++)
            {
                // On a busy machine the writer may stand still; then there is nothing to see.
                await rewritten.WaitAsync();
                string cache = world.PathOf($"caches/{round}");
                using var draft = new Artifact("data", "dataset", cache);
                ManifestEntry entry = await draft.AddFileAsync(source);
                await world.Registry.LogAsync(draft);

                // From another cache than the draft's, so that the bytes are the registry's.
                Artifact seen = await world.OpenElsewhere().GetAsync(draft.SourceQualifiedName);
                string root = world.PathOf("out");
                await seen.DownloadAsync(root);
                (await seen.VerifyAsync(root)).EnsureValid();
                Assert.AreEqual(entry.Digest, (await seen.GetManifestAsync()).Entries[0].Digest);
                Assert.AreEqual(entry.Sha256, Sha256Digest.Of(await File.ReadAllBytesAsync(Path.Combine(root, "source.bin"))));
                Assert.IsFalse(Directory.Exists(Path.Combine(cache, "tmp")));
                digests.Add(entry.Digest);
            }

            Assert.IsGreaterThan(rounds / 2, digests.Count, "A source that does not change proves nothing.");
        }
        finally
        {
            await stop.CancelAsync();
            await writer;
        }
    }

    [TestMethod]
    public async Task A_source_that_was_promised_not_to_change_and_does_stops_the_log()
    {
        await using var world = new World();
        string source = world.Write("source.txt", "before");
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        await draft.AddFileAsync(source, policy: StoragePolicy.Immutable);
        world.Write("source.txt", "behind");

        await Codes.AssertThrowsAsync(ArtifactCodes.SourceChanged, () => world.Registry.LogAsync(draft));

        Assert.IsFalse(await world.Registry.ExistsAsync("data"));
        Assert.IsEmpty(await world.Objects.KeysAsync("blobs/"));
    }

    private static async Task RewriteAsync(string source, SemaphoreSlim rewritten, CancellationToken cancellationToken)
    {
        var random = new Random(7);
        while (!cancellationToken.IsCancellationRequested)
        {
            byte[] content = new byte[random.Next(1, 512 * 1024)];
            random.NextBytes(content);
            await using (var file = new FileStream(source, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            {
                // In place and in two parts, so that a reader sees one half of each.
                await file.WriteAsync(content.AsMemory(0, content.Length / 2), CancellationToken.None);
                await file.FlushAsync(CancellationToken.None);
                await Task.Yield();
                await file.WriteAsync(content.AsMemory(content.Length / 2), CancellationToken.None);
                file.SetLength(content.Length);
            }

            if (rewritten.CurrentCount == 0)
                rewritten.Release();

            if (random.Next(4) == 0)
                await Task.Delay(1, CancellationToken.None);
        }
    }
}
