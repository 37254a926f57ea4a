using System.Collections.Immutable;
using System.Text.Json;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs.References;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>References to objects in Cloud Storage: what is logged of them, and what is loaded later.</summary>
[TestClass]
public class GcsReferenceTests
{
    private const string Uri = $"gs://{GcsWorld.Bucket}/registry/data/a.bin";

    private static readonly byte[] Bytes = TestContent.Random(5, 3_000_000);

    [TestMethod]
    public async Task What_was_logged_is_loaded()
    {
        await using GcsWorld world = await WithObjectAsync();
        using GcsReferences references = world.References();

        ManifestEntry entry = await DescribeAsync(references);

        Assert.AreEqual("a.bin", entry.Path);
        Assert.AreEqual(Bytes.Length, entry.Size);
        CollectionAssert.AreEqual(Bytes, await LoadAsync(references, entry));
    }

    [TestMethod]
    public async Task A_change_of_the_metadata_is_no_change_of_the_content()
    {
        await using GcsWorld world = await WithObjectAsync();
        using GcsReferences references = world.References();
        ManifestEntry entry = await DescribeAsync(references);
        ObjectInfo info = (await world.Direct.HeadAsync("data/a.bin", CancellationToken.None))!;
        Assert.IsTrue(await world.Direct.TouchAsync("data/a.bin", info.ETag, CancellationToken.None));

        CollectionAssert.AreEqual(Bytes, await LoadAsync(references, entry));
    }

    [TestMethod]
    public async Task Another_content_is_refused()
    {
        await using GcsWorld world = await WithObjectAsync();
        using GcsReferences references = world.References();
        ManifestEntry entry = await DescribeAsync(references);
        await OverwriteAsync(world);

        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => LoadAsync(references, entry));
    }

    [TestMethod]
    public async Task In_a_versioned_bucket_the_logged_generation_stays()
    {
        await using GcsWorld world = await WithObjectAsync(versioned: true);
        using GcsReferences references = world.References();
        ManifestEntry entry = await DescribeAsync(references);
        await OverwriteAsync(world);
        await world.Direct.DeleteAsync("data/a.bin", null, CancellationToken.None);

        CollectionAssert.AreEqual(Bytes, await LoadAsync(references, entry));
        // As for the other stores: what has no version is found by its ETag.
        CollectionAssert.AreEqual(Bytes, await LoadAsync(references, entry with { Extra = entry.Extra.Remove("versionID") }));
        ManifestEntry named = (await references.DescribeAsync(
            new NewReference($"{Uri}#{entry.Extra["versionID"]}", "old", true, 10), CancellationToken.None)).Single();
        Assert.AreEqual(entry with { Path = "old" }, named);
    }

    [TestMethod]
    public async Task What_is_gone_is_unavailable()
    {
        await using GcsWorld world = await WithObjectAsync();
        using GcsReferences references = world.References();
        ManifestEntry entry = await DescribeAsync(references);
        await world.Direct.DeleteAsync("data/a.bin", null, CancellationToken.None);

        ArtifactException e = await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => LoadAsync(references, entry));
        Assert.Contains(Uri, e.Message);
        await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => LoadAsync(references, entry with { Ref = "gs://no-such-bucket/a.bin" }));
    }

    [TestMethod]
    public async Task What_was_added_without_a_checksum_can_not_be_loaded_and_asks_nobody()
    {
        await using GcsWorld world = await GcsWorld.StartAsync();
        using GcsReferences references = world.References();
        ManifestEntry entry = (await references.DescribeAsync(new NewReference(Uri, null, false, 10), CancellationToken.None)).Single();

        Assert.AreEqual(new ManifestEntry { Path = "registry/data/a.bin", Digest = Uri, Ref = Uri }, entry);
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => LoadAsync(references, entry));
        Assert.IsEmpty(world.Requests.Entries);
    }

    [TestMethod]
    public async Task A_size_that_lies_is_refused()
    {
        await using GcsWorld world = await WithObjectAsync();
        using GcsReferences references = world.References();
        ManifestEntry entry = await DescribeAsync(references);

        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => LoadAsync(references, entry with { Size = 7 }));
    }

    [TestMethod]
    public async Task A_lost_connection_goes_on_where_it_broke()
    {
        await using GcsWorld world = await WithObjectAsync(
            FaultScript.On(IsRead, Fault.CutResponse(FaultPoint.InBody(2_000_000), CutEnding.Finish)).ThenOn(IsRead, Fault.Answer(503)));
        using GcsReferences references = world.References();
        ManifestEntry entry = await DescribeAsync(references);

        CollectionAssert.AreEqual(Bytes, await LoadAsync(references, entry));

        Assert.HasCount(2, world.Proxy.Faults);
        Assert.IsLessThan(Bytes.Length + 50_000, world.Proxy.BytesToClient);
    }

    [TestMethod]
    public async Task Bytes_that_change_on_the_way_are_refused()
    {
        await using GcsWorld world = await WithObjectAsync(FaultScript.On(IsRead, Fault.FlipResponseBit(FaultPoint.InBody(1_000_000))));
        using GcsReferences references = world.References();
        ManifestEntry entry = await DescribeAsync(references);

        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => LoadAsync(references, entry));
    }

    [TestMethod]
    public async Task A_folder_stands_for_what_lies_below_it_whatever_the_names()
    {
        string[] names = ["data/a.bin", "data/sub/ü 100%?#+&.txt", "data-other/b.bin", "data"];
        await using GcsWorld world = await GcsWorld.StartAsync();
        foreach (string name in names[..3])
            await world.Direct.PutAsync(name, UploadSource.Of(Bytes[..10]), PutCondition.IfAbsent, CancellationToken.None);
        using GcsReferences references = world.References();
        string folder = $"gs://{GcsWorld.Bucket}/registry/data";

        foreach (string uri in new[] { folder, folder + "/" })
        {
            IReadOnlyList<ManifestEntry> entries = await references.DescribeAsync(new NewReference(uri, "in", true, 10), CancellationToken.None);
            CollectionAssert.AreEqual(new[] { "in/a.bin", "in/sub/ü 100%?#+&.txt" }, entries.Select(entry => entry.Path).ToArray());
            foreach (ManifestEntry entry in entries)
                CollectionAssert.AreEqual(Bytes[..10], await LoadAsync(references, entry));
        }

        Assert.HasCount(3, await references.DescribeAsync(new NewReference($"gs://{GcsWorld.Bucket}", null, true, 10), CancellationToken.None));
        ArtifactException e = await Codes.AssertThrowsAsync(
            ArtifactCodes.InvalidReference, () => references.DescribeAsync(new NewReference(folder, null, true, 1), CancellationToken.None));
        Assert.Contains("more than 1 objects", e.Message);
    }

    [TestMethod]
    [DataRow("gs://models/registry/missing", "neither an object nor a folder")]
    [DataRow("gs://models/registry/data/a.bin#12345", "no such generation")]
    [DataRow("gs://no-such-bucket/a", "no such bucket")]
    public async Task What_is_not_there_can_not_be_referenced(string uri, string reason)
    {
        await using GcsWorld world = await WithObjectAsync();
        using GcsReferences references = world.References();

        ArtifactException e = await Codes.AssertThrowsAsync(
            ArtifactCodes.InvalidReference, () => references.DescribeAsync(new NewReference(uri, null, true, 10), CancellationToken.None));

        Assert.Contains(reason, e.Message);
    }

    [TestMethod]
    [DataRow("gs://user:s3cr3t@models/a")]
    [DataRow("gs://s3cr3t@models/a")]
    [DataRow("gs://models/a?X-Goog-Signature=s3cr3t")]
    [DataRow("gs://models/a?access_token=s3cr3t#5")]
    [DataRow("gs://my_models/a b?sig=s3cr3t")]
    public async Task Credentials_in_a_URI_are_refused_and_not_shown(string uri)
    {
        using GcsReferences references = new(GcsWorld.Quick, GcsWorld.Connect(new Uri("http://127.0.0.1:1/")));
        foreach (bool checksum in new[] { true, false })
        {
            ArtifactException e = await Codes.AssertThrowsAsync(
                ArtifactCodes.InvalidReference, () => references.DescribeAsync(new NewReference(uri, "a", checksum, 10), CancellationToken.None));
            Assert.DoesNotContain("s3cr3t", e.ToString());
        }
    }

    [TestMethod]
    public async Task A_refusal_names_the_variables()
    {
        using var server = new Responder(_ => Answered.Json(403, """{ "error": { "errors": [{ "reason": "forbidden" }] } }"""));
        using GcsReferences references = new(GcsWorld.Quick, GcsWorld.Connect(server.Endpoint));

        foreach (Func<Task> work in new Func<Task>[] { () => DescribeAsync(references), () => LoadAsync(references, Logged()) })
        {
            ArtifactException e = await Codes.AssertThrowsAsync(ArtifactCodes.StoreDenied, work);
            Assert.Contains("403 (forbidden)", e.Message);
            Assert.Contains("GOOGLE_APPLICATION_CREDENTIALS", e.Message);
        }
    }

    private static ManifestEntry Logged() => new()
    {
        Path = "a.bin",
        Digest = "CJ+x=",
        Ref = Uri,
        Extra = ImmutableSortedDictionary<string, JsonElement>.Empty.Add("versionID", JsonElement.Parse("5")),
    };

    private static bool IsRead(ProxiedRequest request) => request.Query.Contains("alt=media", StringComparison.Ordinal);

    private static async Task<GcsWorld> WithObjectAsync(FaultScript? script = null, bool versioned = false)
    {
        GcsWorld world = await GcsWorld.StartAsync(script, versioned);
        await world.Direct.PutAsync("data/a.bin", UploadSource.Of(Bytes), PutCondition.IfAbsent, CancellationToken.None);
        return world;
    }

    private static async Task OverwriteAsync(GcsWorld world)
    {
        ObjectInfo info = (await world.Direct.HeadAsync("data/a.bin", CancellationToken.None))!;
        Assert.IsNotNull(await world.Direct.PutAsync("data/a.bin", UploadSource.Of(new byte[Bytes.Length]), PutCondition.IfMatch(info.ETag), CancellationToken.None));
    }

    private static async Task<ManifestEntry> DescribeAsync(GcsReferences references) =>
        (await references.DescribeAsync(new NewReference(Uri, null, true, 10), CancellationToken.None)).Single();

    private static async Task<byte[]> LoadAsync(GcsReferences references, ManifestEntry entry)
    {
        using var bytes = new MemoryStream();
        await references.LoadAsync(entry, bytes, CancellationToken.None);
        return bytes.ToArray();
    }
}
