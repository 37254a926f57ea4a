using ArtifactBuild.Artifacts;
using ArtifactBuild.Cache;
using ArtifactBuild.Content;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Requests that bring several chunks in a row: each chunk is judged by itself, and only what is missing is asked for.</summary>
[TestClass]
public class ChunkRunTests
{
    private const int Chunk = Large.ChunkSize;

    private static readonly byte[] Bytes = TestContent.Random(21, (5 * Chunk) + 9);

    private readonly List<(int First, int Last)> _requests = [];

    [TestMethod]
    public async Task One_request_brings_a_run_of_chunks()
    {
        await FetchAsync((_, body) => body);

        AssertRequests((0, 2), (3, 5));
    }

    [TestMethod]
    public async Task A_chunk_that_was_damaged_on_the_way_begins_a_new_request()
    {
        await FetchAsync((request, body) => request == 1 ? AlteredStream.Flipped(body, Chunk + 5) : body);

        AssertRequests((0, 2), (1, 2), (3, 5));
    }

    [TestMethod]
    public async Task An_answer_that_ends_early_is_gone_on_with_where_its_chunk_began()
    {
        await FetchAsync((request, body) => request == 1 ? AlteredStream.Short(body, (2 * Chunk) + 100) : body);

        AssertRequests((0, 2), (2, 2), (3, 5));
    }

    [TestMethod]
    public async Task What_has_landed_is_not_asked_for_in_the_middle_of_a_run()
    {
        await FetchAsync((_, body) => body, landed: [1, 3]);

        AssertRequests((0, 0), (2, 2), (4, 5));
    }

    [TestMethod]
    public async Task What_is_never_right_is_not_tried_for_ever()
    {
        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => FetchAsync((_, body) => AlteredStream.Flipped(body, 7)));

        // The first chunk was tried three times, and what follows it never.
        Assert.HasCount(FetchJob.MaxAttempts, _requests);
    }

    private void AssertRequests(params (int First, int Last)[] expected) =>
        CollectionAssert.AreEqual(expected, _requests.OrderBy(one => one.First).ThenBy(one => -one.Last).ToArray());

    /// <summary>Fetches the content into a cache, three chunks a request, one request at a time, and compares it.</summary>
    private async Task FetchAsync(Func<int, Stream, Stream> alter, int[]? landed = null)
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes));
        using var cache = new ArtifactCache(registry.Temporary["fetched"]);
        ManifestEntry entry = await EntryAsync(registry);
        if (landed is not null)
        {
            byte[] partial = new byte[Bytes.Length];
            foreach (int index in landed)
                Bytes.AsSpan(index * Chunk, Chunk).CopyTo(partial.AsSpan(index * Chunk));
            registry.Temporary.Write($"fetched/partial/{entry.Sha256!.Value.Hex}", partial);
        }

        var job = new FetchJob(entry.Blob, OpenAsync, cache, null, "the content", new ProgressMeter(null)) { ChunksPerRequest = 3 };
        await JobQueue.RunAsync([job], 1, CancellationToken.None);

        Assert.IsTrue(job.Fetched);
        Large.AssertBytes(Bytes, cache.PathOf(entry.Sha256!.Value));

        Task<StoredObject> OpenAsync(ByteRange? range, CancellationToken cancellationToken)
        {
            var asked = range!.Value;
            _requests.Add(((int)(asked.Offset / Chunk), (int)((asked.Offset + asked.Length - 1) / Chunk)));
            Stream body = alter(_requests.Count, new MemoryStream(Bytes, (int)asked.Offset, (int)asked.Length));
            return Task.FromResult(new StoredObject(new ObjectInfo("key", Bytes.Length, "etag", default), body));
        }
    }

    private static async Task<ManifestEntry> EntryAsync(WatchedRegistry registry)
    {
        Side side = registry.Open();
        using Artifact artifact = await side.Registry.GetAsync("data");
        return (await artifact.GetManifestAsync()).Entries.Single();
    }
}
