using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Storage.Gcs;
using ArtifactBuild.Storage.Gcs.Uploads;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>What is special to Cloud Storage: addresses, generations, checksums, buckets that are not there.</summary>
[TestClass]
public class GcsStoreTests
{
    private static readonly byte[] Bytes = TestContent.Random(3, 100_000);

    [TestMethod]
    [DataRow("gs://models", "gs://models")]
    [DataRow("gs://models/", "gs://models")]
    [DataRow("gs://models/a/b/", "gs://models/a/b")]
    [DataRow("gs://my_models/ü/a b", "gs://my_models/%C3%BC/a%20b")]
    [DataRow("gs://models/100%25", "gs://models/100%25")]
    public async Task The_address_is_normal_and_stays_what_it_is(string written, string shown)
    {
        await using IObjectStore store = ObjectStores.Open(written);

        Assert.AreEqual(shown, store.Address);
        Assert.AreEqual(GcsAddress.Parse(written), GcsAddress.Parse(shown));
    }

    [TestMethod]
    public void An_ETag_of_another_store_is_none()
    {
        Assert.AreEqual(new GcsETag(12, 3), GcsETag.Parse("12-3"));
        Assert.AreEqual("12-3", new GcsETag(12, 3).ToString());
        foreach (string other in new[] { "", "-", "12", "12-", "-3", "0x8D-1", "1-2-3", "12 -3" })
            Assert.IsNull(GcsETag.Parse(other), other);
    }

    // RFC 3720, appendix B.4, and the usual check value of this checksum.
    [TestMethod]
    [DataRow("", "AAAAAA==")]
    [DataRow("313233343536373839", "4waSgw==")]
    [DataRow("0000000000000000000000000000000000000000000000000000000000000000", "ipE2qg==")]
    [DataRow("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "Rt15Tg==")]
    public void The_checksum_is_CRC32C_however_the_bytes_come(string hex, string expected)
    {
        byte[] bytes = Convert.FromHexString(hex);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var checksum = default(Crc32C);
            checksum.Append(bytes.AsSpan(0, cut));
            checksum.Append(bytes.AsSpan(cut));
            Assert.AreEqual(expected, checksum.Text);
        }
    }

    [TestMethod]
    public async Task A_touch_in_the_middle_of_a_read_that_breaks_off_does_not_end_it()
    {
        await using GcsWorld world = await GcsWorld.StartAsync(
            FaultScript.On(request => request.Query.Contains("alt=media", StringComparison.Ordinal), Fault.CutResponse(FaultPoint.InBody(10_000), CutEnding.Finish)));
        ObjectInfo stored = (await world.Direct.PutAsync("k", UploadSource.Of(Bytes), PutCondition.IfAbsent, CancellationToken.None))!;

        await using StoredObject found = (await world.Store.GetAsync("k", null, CancellationToken.None))!;
        Assert.IsTrue(await world.Direct.TouchAsync("k", stored.ETag, CancellationToken.None));
        using var read = new MemoryStream();
        await found.Content.CopyToAsync(read);

        CollectionAssert.AreEqual(Bytes, read.ToArray());
        Assert.HasCount(1, world.Proxy.Faults);
        Assert.IsLessThan(Bytes.Length + 10_000, world.Proxy.BytesToClient, "what has come is not asked for again");
    }

    [TestMethod]
    public async Task A_small_object_that_changes_on_the_way_is_not_kept()
    {
        await using GcsWorld world = await GcsWorld.StartAsync(
            FaultScript.On(request => request.Method == "POST", Fault.FlipRequestBit(FaultPoint.Part(0.5)), times: 2));

        foreach (UploadSource content in new[] { new WatchedContent(Bytes), UploadSource.Of(Bytes) })
        {
            await Codes.AssertThrowsAsync(
                ArtifactCodes.StoreAccess, () => world.Store.PutAsync("k", content, PutCondition.IfAbsent, CancellationToken.None));
            Assert.IsNull(await world.ReadAsync("k"));
        }

        Assert.HasCount(2, world.Proxy.Faults);
    }

    [TestMethod]
    [DataRow(500L, DisplayName = "in the middle")]
    [DataRow(99_999L, DisplayName = "at the last byte")]
    public async Task A_small_content_that_fails_is_not_stored(long at)
    {
        await using GcsWorld world = await GcsWorld.StartAsync();
        var content = new WatchedContent(Bytes, at, () => throw new ArtifactException(ArtifactCodes.SourceChanged, "It changed."), knowsMd5: true);

        await Codes.AssertThrowsAsync(
            ArtifactCodes.SourceChanged, () => world.Store.PutAsync("k", content, PutCondition.IfAbsent, CancellationToken.None));

        Assert.IsNull(await world.ReadAsync("k"));
    }

    [TestMethod]
    public async Task A_missing_bucket_is_told_from_a_missing_object_by_one_list()
    {
        await using GcsWorld world = await GcsWorld.StartAsync();
        for (int i = 0; i < 5; i++)
            Assert.IsNull(await world.Store.HeadAsync($"missing/{i}", CancellationToken.None));
        Assert.IsNull(await world.Store.GetAsync("missing", null, CancellationToken.None));
        Assert.IsFalse(await world.Store.DeleteAsync("missing", null, CancellationToken.None));
        Assert.AreEqual(1, world.Requests.Count(request => request.Path.EndsWith("/o", StringComparison.Ordinal)));

        IObjectStore lost = world.OpenStore(world.Proxy.Endpoint, "no-such-bucket");
        foreach (Func<Task> work in new Func<Task>[]
        {
            () => lost.HeadAsync("k", CancellationToken.None),
            () => lost.GetAsync("k", null, CancellationToken.None),
            () => lost.PutAsync("k", UploadSource.Of(Bytes), PutCondition.IfAbsent, CancellationToken.None),
            () => lost.DeleteAsync("k", null, CancellationToken.None),
            () => lost.TouchAsync("k", "1-1", CancellationToken.None),
            async () => await lost.ListAsync("", CancellationToken.None).CountAsync(),
        })
        {
            ArtifactException e = await Codes.AssertThrowsAsync(ArtifactCodes.StoreMissing, work);
            Assert.Contains("no-such-bucket", e.Message);
        }
    }

    [TestMethod]
    public async Task Folders_that_a_console_made_are_no_objects()
    {
        await using GcsWorld world = await GcsWorld.StartAsync();
        await world.Direct.PutAsync("a/b", UploadSource.Of(Bytes), PutCondition.IfAbsent, CancellationToken.None);
        using var client = new HttpClient();
        using var nothing = new ByteArrayContent([]);
        using HttpResponseMessage made = await client.PostAsync(
            new Uri(world.Proxy.Endpoint, $"upload/storage/v1/b/{GcsWorld.Bucket}/o?uploadType=media&name=registry/a/"), nothing);
        Assert.IsTrue(made.IsSuccessStatusCode);

        List<ObjectInfo> all = await world.Store.ListAsync("", CancellationToken.None).ToListAsync();

        Assert.AreEqual("a/b", all.Single().Key);
    }
}
