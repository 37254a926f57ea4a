using System.Collections.Concurrent;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.S3;
using ArtifactBuild.Storage.Tests.Gcs;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.S3;

/// <summary>What the store makes of a server's refusals, whichever way the request went.</summary>
[TestClass]
public class S3RefusalTests
{
    private static readonly UploadSource Small = UploadSource.Of("x"u8.ToArray());

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    private static Dictionary<string, Func<IObjectStore, CancellationToken, Task>> Requests { get; } = new()
    {
        ["get"] = (store, token) => store.GetAsync("k", null, token),
        ["put"] = (store, token) => store.PutAsync("k", Small, PutCondition.IfAbsent, token),
        ["swap"] = (store, token) => store.PutAsync("k", Small, PutCondition.IfMatch("e"), token),
        ["parts"] = (store, token) => store.PutAsync("k", new GeneratedContent(1, 33L << 20), PutCondition.IfAbsent, token),
        ["list"] = async (store, token) =>
        {
            await foreach (ObjectInfo info in store.ListAsync("", token))
                Assert.Fail($"{info} was listed");
        },
    };

    public static IEnumerable<string> Names => Requests.Keys;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task A_refusal_says_what_to_do_and_nothing_that_the_server_wrote_freely(string request)
    {
        ArtifactException failure = await FailureAsync(request, 403, "AccessDenied", ArtifactCodes.StoreDenied);
        Assert.Contains("403 (AccessDenied)", failure.Message);
        Assert.Contains("AWS_ACCESS_KEY_ID", failure.Message);
        Assert.Contains("AWS_PROFILE", failure.Message);
        Assert.Contains("s3://bucket/registry", failure.Message);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task A_missing_bucket_is_not_a_missing_object(string request)
    {
        ArtifactException failure = await FailureAsync(request, 404, "NoSuchBucket", ArtifactCodes.StoreMissing);
        Assert.Contains("s3://bucket/registry", failure.Message);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task What_may_pass_is_tried_again(string request)
    {
        // Each of them is followed by another one, and the last tries of all fail.
        int asked = 0;
        using var server = new Responder(_ => (Interlocked.Increment(ref asked) % 3) switch
        {
            0 => S3World.Error(409, "ConditionalRequestConflict"),
            1 => S3World.Error(400, "RequestTimeout"),
            _ => S3World.Error(503, "SlowDown"),
        });
        await using S3Store store = S3World.Open(server.Endpoint);
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreUnavailable, () => Requests[request](store, Token));
        Assert.AreEqual(3, asked);
    }

    [TestMethod]
    public async Task An_upload_that_fails_late_in_an_answer_of_200_is_completed_again()
    {
        var completions = new ConcurrentQueue<AskedRequest>();
        using var server = new Responder(request =>
        {
            if (request.Query.ContainsKey("uploads"))
                return S3World.Xml(200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>");
            if (request.Method == "PUT")
                return new Answered(200, [], ("ETag", "\"part\""));
            completions.Enqueue(request);
            return completions.Count == 1
                ? S3World.Error(200, "InternalError")
                : S3World.Xml(200, "<CompleteMultipartUploadResult><ETag>\"whole-3\"</ETag></CompleteMultipartUploadResult>");
        });
        await using S3Store store = S3World.Open(server.Endpoint);
        ObjectInfo? stored = await store.PutAsync("k", new GeneratedContent(1, 33L << 20), PutCondition.IfAbsent, Token);
        Assert.AreEqual("whole-3", stored!.ETag);
        Assert.HasCount(2, completions);
        Assert.IsTrue(completions.All(request => request.Headers["If-None-Match"] == "*"));
    }

    [TestMethod]
    [DataRow(408, true)]
    [DataRow(400, false)]
    public async Task A_write_that_was_cut_off_is_ours_if_it_may_have_happened(int status, bool isOurs)
    {
        int writes = 0;
        using var server = new Responder(request => request.Method == "GET" ? new Answered(200, "x"u8.ToArray(), ("ETag", "\"e\""))
            : Interlocked.Increment(ref writes) == 1 ? S3World.Error(status, "RequestTimeout")
            : S3World.Error(412, "PreconditionFailed"));
        await using S3Store store = S3World.Open(server.Endpoint);
        ObjectInfo? stored = await store.PutAsync("k", Small, PutCondition.IfAbsent, Token);
        Assert.AreEqual(isOurs ? "e" : null, stored?.ETag);
        Assert.AreEqual(2, writes);
    }

    [TestMethod]
    public async Task Conditions_and_digest_are_a_part_of_the_signature()
    {
        using var server = new Responder(_ => new Answered(200, [], ("ETag", "\"new\"")));
        await using S3Store store = S3World.Open(server.Endpoint);
        await store.PutAsync("a b/ü", Small, PutCondition.IfMatch("old"), Token);
        AskedRequest put = server.Asked.Single();
        Assert.AreEqual("/bucket/registry/a%20b/%C3%BC", put.Path);
        Assert.AreEqual("\"old\"", put.Headers["If-Match"]);
        Assert.AreEqual(TestContent.Sha256("x"u8.ToArray()), put.Headers["x-amz-content-sha256"]);
        Assert.Contains("if-match;x-amz-content-sha256;x-amz-date", put.Headers["Authorization"]!);
        Assert.IsNull(put.Headers["Transfer-Encoding"]);
        Assert.AreEqual("1", put.Headers["Content-Length"]);
    }

    [TestMethod]
    public async Task Nobody_is_followed_to_another_server()
    {
        using var other = new Responder(_ => new Answered(200, [], ("ETag", "\"e\"")));
        using var server = new Responder(_ => new Answered(
            307, [], ("Location", new Uri(other.Endpoint, "bucket/registry/k").AbsoluteUri), ("x-amz-bucket-region", "eu-north-1")));
        await using S3Store store = S3World.Open(server.Endpoint);
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreMissing, () => store.GetAsync("k", null, Token));
        Assert.Contains("eu-north-1", failure.Message);
        Assert.IsEmpty(other.Asked);
    }

    [TestMethod]
    public async Task A_server_that_sends_everything_instead_of_a_range_is_found_out()
    {
        using var server = new Responder(_ => new Answered(200, "0123456789"u8.ToArray(), ("ETag", "\"e\"")));
        await using S3Store store = S3World.Open(server.Endpoint);
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => store.GetAsync("k", new ByteRange(3, 4), Token));
        await using StoredObject? start = await store.GetAsync("k", new ByteRange(0, 4), Token);
        using var bytes = new MemoryStream();
        await start!.Content.CopyToAsync(bytes, Token);
        Assert.AreEqual("0123", System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private async Task<ArtifactException> FailureAsync(string request, int status, string code, string expected)
    {
        using var server = new Responder(_ => S3World.Error(status, code));
        await using S3Store store = S3World.Open(server.Endpoint);
        ArtifactException failure = await Codes.AssertThrowsAsync(expected, () => Requests[request](store, Token));
        Assert.DoesNotContain(S3World.Secret, failure.ToString());
        return failure;
    }
}
