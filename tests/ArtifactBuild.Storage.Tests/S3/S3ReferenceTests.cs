using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.S3;
using ArtifactBuild.Storage.Tests.Gcs;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing.Registries;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Storage.Tests.S3;

/// <summary>References to objects of a real server.</summary>
[TestClass]
public sealed class S3ReferenceTests : IDisposable
{
    private S3References _references = null!;
    private AmazonS3Client _client = null!;
    private string _bucket = "";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestInitialize]
    public async Task StartAsync()
    {
        TestServer server = await StoreHome.Ceph.Server;
        _bucket = S3Address.Parse(await server.NewBucketAsync(versioned: true)).Bucket;
        var account = new BasicAWSCredentials(server.Environment["AWS_ACCESS_KEY_ID"], server.Environment["AWS_SECRET_ACCESS_KEY"]);
        _client = new AmazonS3Client(account, new AmazonS3Config { ServiceURL = server.Endpoint.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        _references = new S3References(
            S3World.Quick, _ => new S3Settings(server.Endpoint.AbsoluteUri, "us-east-1", PathStyle: true), () => new S3Credentials(account));
    }

    public void Dispose()
    {
        _references?.Dispose();
        _client?.Dispose();
    }

    [TestMethod]
    public async Task An_object_is_described_and_read_back()
    {
        PutObjectResponse put = await PutAsync("models/a b+c%41.bin", "content");
        ManifestEntry entry = await DescribeOneAsync("models/a b+c%41.bin");
        Assert.AreEqual("a b+c%41.bin", entry.Path);
        Assert.AreEqual(Uri("models/a b+c%41.bin"), entry.Ref);
        Assert.AreEqual(put.ETag.Trim('"'), entry.Digest);
        Assert.AreEqual(7, entry.Size);
        Assert.AreEqual(put.VersionId, entry.Extra["versionID"].GetString());
        Assert.AreEqual("content", await LoadAsync(entry));
    }

    [TestMethod]
    public async Task The_version_that_was_logged_is_read_whatever_came_after_it()
    {
        PutObjectResponse first = await PutAsync("k", "first");
        ManifestEntry entry = await DescribeOneAsync("k");
        await PutAsync("k", "second");
        ManifestEntry older = await DescribeOneAsync($"k?versionId={System.Uri.EscapeDataString(first.VersionId)}");
        await _client.DeleteObjectAsync(_bucket, "k", Token);

        Assert.AreEqual(entry, older);
        Assert.AreEqual("first", await LoadAsync(entry));
        // As other tools write it: without a version, but with the ETag.
        Assert.AreEqual("first", await LoadAsync(entry with { Extra = entry.Extra.Remove("versionID") }));
    }

    [TestMethod]
    public async Task What_is_gone_and_what_is_another_content_are_told_apart()
    {
        PutObjectResponse put = await PutAsync("k", "first");
        ManifestEntry entry = await DescribeOneAsync("k");
        ManifestEntry other = entry with { Digest = new string('0', 32), Extra = entry.Extra.Remove("versionID").Remove("etag") };
        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => LoadAsync(other));
        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => LoadAsync(entry with { Size = 6 }));
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => LoadAsync(entry with { Ref = Uri("none"), Extra = entry.Extra.Remove("versionID") }));
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => LoadAsync(entry with { Ref = "s3://no-such-bucket-here/k" }));
        await _client.DeleteObjectAsync(_bucket, "k", put.VersionId, Token);
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => LoadAsync(entry));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => DescribeAsync($"k?versionId={System.Uri.EscapeDataString(put.VersionId)}"));
    }

    [TestMethod]
    public async Task Every_object_below_a_prefix_is_an_entry()
    {
        foreach (string key in new[] { "dir/", "dir/a.txt", "dir/sub/b.txt", "dirx/c.txt" })
            await PutAsync(key, key.EndsWith('/') ? "" : key);
        IReadOnlyList<ManifestEntry> all = await DescribeAsync("dir/");
        CollectionAssert.AreEquivalent(new[] { "a.txt", "sub/b.txt" }, all.Select(entry => entry.Path).ToArray());
        CollectionAssert.AreEquivalent(new[] { Uri("dir/a.txt"), Uri("dir/sub/b.txt") }, all.Select(entry => entry.Ref).ToArray());
        foreach (ManifestEntry entry in all)
            Assert.AreEqual("dir/" + entry.Path, await LoadAsync(entry));
        CollectionAssert.AreEquivalent(
            new[] { "x/a.txt", "x/sub/b.txt" }, (await DescribeAsync("dir/", "x")).Select(entry => entry.Path).ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "dir/a.txt", "dir/sub/b.txt", "dirx/c.txt" }, (await DescribeAsync("")).Select(entry => entry.Path).ToArray());
    }

    [TestMethod]
    public async Task What_stands_for_nothing_or_for_too_much_is_refused()
    {
        await PutAsync("dir/a", "a");
        await PutAsync("dir/b", "b");
        await PutAsync("empty", "");
        Assert.HasCount(2, await DescribeAsync("dir/", maxObjects: 2));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => DescribeAsync("dir/", maxObjects: 1));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => DescribeAsync("di"));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => DescribeAsync("none"));
        Assert.IsEmpty(await DescribeAsync("empty"), "W&B leaves it out, too");
        await Codes.AssertThrowsAsync(
            ArtifactCodes.InvalidReference,
            () => _references.DescribeAsync(new NewReference("s3://no-such-bucket-here/k", null, true, 10), Token));
    }

    [TestMethod]
    [DataRow("s3://key:canary-7f3a9c@bucket/k")]
    [DataRow("s3://canary-7f3a9c@bucket/k")]
    [DataRow("s3://bucket/k?X-Amz-Signature=canary-7f3a9c")]
    [DataRow("s3://bucket/k?AWSAccessKeyId=canary-7f3a9c&versionId=1")]
    [DataRow("s3://bucket/k?versionId=1&Signature=canary-7f3a9c")]
    [DataRow("s3:///k")]
    [DataRow("s3:bucket")]
    public async Task Credentials_in_a_URI_are_refused_and_not_shown(string uri)
    {
        foreach (bool checksum in new[] { true, false })
        {
            ArtifactException refusal = await Codes.AssertThrowsAsync(
                ArtifactCodes.InvalidReference, () => _references.DescribeAsync(new NewReference(uri, "n", checksum, 10), Token));
            Assert.DoesNotContain("canary", refusal.ToString());
        }
    }

    [TestMethod]
    public async Task What_was_added_without_a_checksum_is_not_loaded()
    {
        await PutAsync("k", "x");
        ManifestEntry entry = (await _references.DescribeAsync(new NewReference(Uri("k"), null, false, 10), Token)).Single();
        Assert.AreEqual("k", entry.Path);
        Assert.AreEqual(entry.Ref, entry.Digest);
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => LoadAsync(entry));
    }

    [TestMethod]
    public async Task Bytes_that_do_not_fit_the_ETag_are_found_out()
    {
        byte[] promised = "content"u8.ToArray();
#pragma warning disable CA5351 // S3's ETag.
        string etag = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(promised));
#pragma warning restore CA5351
        using var server = new Responder(_ => new Answered(200, "kontent"u8.ToArray(), ("ETag", $"\"{etag}\"")));
        using S3References references = S3World.References(server.Endpoint);
        var entry = new ManifestEntry { Path = "p", Digest = etag, Size = 7, Ref = "s3://bucket/k" };
        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => references.LoadAsync(entry, new MemoryStream(), Token));
    }

    private Task<PutObjectResponse> PutAsync(string key, string text) => _client.PutObjectAsync(
        new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), UseChunkEncoding = false },
        Token);

    private string Uri(string key) => $"s3://{_bucket}/{key}";

    private Task<IReadOnlyList<ManifestEntry>> DescribeAsync(string key, string? name = null, int maxObjects = 100) =>
        _references.DescribeAsync(new NewReference(Uri(key), name, true, maxObjects), Token);

    private async Task<ManifestEntry> DescribeOneAsync(string key) => (await DescribeAsync(key)).Single();

    private async Task<string> LoadAsync(ManifestEntry entry)
    {
        using var bytes = new MemoryStream();
        await _references.LoadAsync(entry, bytes, Token);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
