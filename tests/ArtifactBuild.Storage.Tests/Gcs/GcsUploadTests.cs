using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.GcsHosting;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>Large objects: one upload session, which goes on where it broke off.</summary>
[TestClass]
public class GcsUploadTests
{
    private const string Key = "blobs/large";

    // Two parts of 64 MiB, the second one short, and an odd number of bytes at the end.
    private static readonly byte[] Bytes = TestContent.Random(7, (80 * 1024 * 1024) + 12_345);

    [TestMethod]
    [DataRow(true, DisplayName = "MD5 known")]
    [DataRow(false, DisplayName = "MD5 unknown")]
    public async Task Each_byte_goes_over_the_wire_once(bool knowsMd5)
    {
        await using GcsWorld world = await GcsWorld.StartAsync();
        UploadSource content = knowsMd5 ? new WatchedContent(Bytes) : UploadSource.Of(Bytes);

        ObjectInfo? stored = await world.Store.PutAsync(Key, content, PutCondition.IfAbsent, CancellationToken.None);

        Assert.AreEqual(Bytes.Length, stored!.Size);
        Assert.AreEqual(Bytes.Length, SentBytes(world));
        CollectionAssert.AreEqual(Bytes, await world.ReadAsync(Key));
    }

    [TestMethod]
    public async Task A_cut_in_the_middle_of_a_part_costs_only_what_did_not_arrive()
    {
        await using GcsWorld world = await GcsWorld.StartAsync(
            FaultScript.On(GcsWorld.IsPart, Fault.CutRequest(FaultPoint.InBody(40 * 1024 * 1024), CutEnding.Finish)));

        ObjectInfo? stored = await world.Store.PutAsync(Key, new WatchedContent(Bytes), PutCondition.IfAbsent, CancellationToken.None);

        Assert.IsNotNull(stored);
        Assert.HasCount(1, world.Proxy.Faults);
        // What lies in the buffers of sockets when the connection ends goes once more.
        Assert.IsLessThan(Bytes.Length + (16 * 1024 * 1024), world.Proxy.BytesToServer, "the first 40 MiB are not sent again");
        CollectionAssert.AreEqual(Bytes, await world.ReadAsync(Key));
    }

    [TestMethod]
    public async Task A_part_whose_answer_is_lost_is_not_sent_again()
    {
        await using GcsWorld world = await GcsWorld.StartAsync(
            FaultScript.On(GcsWorld.IsPart, Fault.Answer(503, body: ErrorBody.Gcs, afterForwarding: true)));

        ObjectInfo? stored = await world.Store.PutAsync(Key, UploadSource.Of(Bytes), PutCondition.IfAbsent, CancellationToken.None);

        Assert.IsNotNull(stored);
        Assert.AreEqual(Bytes.Length, SentBytes(world));
        CollectionAssert.AreEqual(Bytes, await world.ReadAsync(Key));
    }

    [TestMethod]
    [DataRow(404)]
    [DataRow(410)]
    public async Task A_session_that_is_lost_begins_again(int status)
    {
        int parts = 0;
        await using GcsWorld world = await GcsWorld.StartAsync(
            FaultScript.On(request => GcsWorld.IsPart(request) && ++parts == 2, Fault.Answer(status)));

        ObjectInfo? stored = await world.Store.PutAsync(Key, UploadSource.Of(Bytes), PutCondition.IfAbsent, CancellationToken.None);

        Assert.IsNotNull(stored);
        Assert.HasCount(1, world.Proxy.Faults);
        CollectionAssert.AreEqual(Bytes, await world.ReadAsync(Key));
    }

    [TestMethod]
    public async Task A_session_that_is_lost_at_its_end_stores_nothing_and_says_so()
    {
        await using GcsWorld world = await GcsWorld.StartAsync(FaultScript.On(IsEnd, Fault.Answer(410)));

        ArtifactException e = await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreUnavailable,
            () => world.Store.PutAsync(Key, UploadSource.Of(Bytes), PutCondition.IfAbsent, CancellationToken.None));

        Assert.DoesNotContain("upload_id", e.ToString());
        Assert.IsNull(await world.ReadAsync(Key));
    }

    [TestMethod]
    [DataRow(false, DisplayName = "created")]
    [DataRow(true, DisplayName = "swapped")]
    public async Task An_upload_whose_last_answer_is_lost_is_ours(bool swap)
    {
        await using GcsWorld world = await GcsWorld.StartAsync(
            FaultScript.On(IsEnd, Fault.Answer(503, body: ErrorBody.Gcs, afterForwarding: true)));
        PutCondition condition = PutCondition.IfAbsent;
        if (swap)
            condition = PutCondition.IfMatch((await world.Direct.PutAsync(Key, UploadSource.Of([1]), condition, CancellationToken.None))!.ETag);

        ObjectInfo? stored = await world.Store.PutAsync(Key, UploadSource.Of(Bytes), condition, CancellationToken.None);

        Assert.AreEqual(await world.Direct.HeadAsync(Key, CancellationToken.None), stored);
        Assert.AreEqual(Bytes.Length, stored!.Size);
    }

    [TestMethod]
    public async Task A_condition_that_fails_at_the_start_costs_no_byte()
    {
        await using GcsWorld world = await GcsWorld.StartAsync();
        await world.Direct.PutAsync(Key, UploadSource.Of([1]), PutCondition.IfAbsent, CancellationToken.None);

        Assert.IsNull(await world.Store.PutAsync(Key, UploadSource.Of(Bytes), PutCondition.IfAbsent, CancellationToken.None));
        Assert.IsNull(await world.Store.PutAsync(Key, UploadSource.Of(Bytes), PutCondition.IfMatch("1-1"), CancellationToken.None));
        Assert.IsNull(await world.Store.PutAsync(Key, UploadSource.Of(Bytes), PutCondition.IfMatch("another store's"), CancellationToken.None));

        Assert.IsEmpty(world.SessionRequests);
        CollectionAssert.AreEqual(new byte[] { 1 }, await world.ReadAsync(Key));
    }

    [TestMethod]
    public async Task A_condition_that_fails_at_the_end_leaves_what_somebody_else_wrote()
    {
        await using GcsWorld world = await GcsWorld.StartAsync();
        var content = new WatchedContent(Bytes, 70 * 1024 * 1024, async () =>
            await world.Direct.PutAsync(Key, UploadSource.Of([2]), PutCondition.IfAbsent, CancellationToken.None));

        Assert.IsNull(await world.Store.PutAsync(Key, content, PutCondition.IfAbsent, CancellationToken.None));

        CollectionAssert.AreEqual(new byte[] { 2 }, await world.ReadAsync(Key));
    }

    [TestMethod]
    [DataRow(1_000L, DisplayName = "at the start")]
    [DataRow(70_000_000L, DisplayName = "in the second part")]
    [DataRow(83_898_424L, DisplayName = "at the last byte")]
    public async Task A_content_that_fails_is_not_stored_and_its_session_goes(long at)
    {
        await using GcsWorld world = await GcsWorld.StartAsync();
        var content = new WatchedContent(Bytes, at, () => throw new ArtifactException(ArtifactCodes.SourceChanged, "It changed."));

        ArtifactException e = await Codes.AssertThrowsAsync(
            ArtifactCodes.SourceChanged, () => world.Store.PutAsync(Key, content, PutCondition.IfAbsent, CancellationToken.None));

        Assert.AreEqual("It changed.", e.Message);
        Assert.IsNull(await world.ReadAsync(Key));
        Assert.AreEqual(1, world.Requests.Count(request => request.Status == 499), "the session is cancelled");
    }

    [TestMethod]
    [DataRow(true, DisplayName = "MD5 known")]
    [DataRow(false, DisplayName = "MD5 unknown")]
    public async Task Bytes_that_change_on_the_way_are_not_kept(bool knowsMd5)
    {
        await using GcsWorld world = await GcsWorld.StartAsync(
            FaultScript.On(GcsWorld.IsPart, Fault.FlipRequestBit(FaultPoint.InBody(1_000_000))));
        UploadSource content = knowsMd5 ? new WatchedContent(Bytes) : UploadSource.Of(Bytes);

        await Assert.ThrowsAsync<ArtifactException>(() => world.Store.PutAsync(Key, content, PutCondition.IfAbsent, CancellationToken.None));

        Assert.IsNull(await world.ReadAsync(Key));
    }

    private static bool IsEnd(ProxiedRequest request) =>
        GcsWorld.IsPart(request) && request.Header("Content-Range")!.Contains($"-{Bytes.Length - 1}/", StringComparison.Ordinal);

    private static long SentBytes(GcsWorld world) =>
        world.SessionRequests.Where(request => request.Method == "PUT").Sum((LoggedRequest request) => request.RequestBytes);
}
