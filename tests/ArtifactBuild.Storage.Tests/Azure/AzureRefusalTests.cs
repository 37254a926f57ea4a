using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Azure;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;
using Microsoft.AspNetCore.Http;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>What the service's answers mean, also those that Azurite never gives.</summary>
[TestClass]
public sealed class AzureRefusalTests
{
    private const int Large = 40 * 1024 * 1024;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [DataRow(409, "BlobAlreadyExists")]
    [DataRow(412, "ConditionNotMet")]
    [DataRow(412, null)]
    [DataRow(403, "UnauthorizedBlobOverwrite")]
    public async Task A_new_object_lost_the_race(int status, string? code)
    {
        await using BlobHost host = await BlobHost.StartAsync(context => BlobHost.RefuseAsync(context, status, code));
        await using AzureStore store = Open(host);

        Assert.IsNull(await store.PutAsync("a", UploadSource.Of([1]), PutCondition.IfAbsent, Token));
        Assert.AreEqual("*", host.Requests.Single().Headers["If-None-Match"]);
    }

    [TestMethod]
    [DataRow(409, "ContainerBeingDeleted", ArtifactCodes.StoreMissing)]
    [DataRow(404, "ContainerNotFound", ArtifactCodes.StoreMissing)]
    [DataRow(403, "AuthorizationPermissionMismatch", ArtifactCodes.StoreDenied)]
    [DataRow(409, "BlobImmutableDueToPolicy", ArtifactCodes.StoreAccess)]
    [DataRow(503, "ServerBusy", ArtifactCodes.StoreUnavailable)]
    public async Task A_refusal_is_explained_by_its_word(int status, string code, string expected)
    {
        await using BlobHost host = await BlobHost.StartAsync(context => BlobHost.RefuseAsync(context, status, code));
        await using AzureStore store = Open(host);

        foreach (PutCondition condition in (PutCondition[])[PutCondition.IfAbsent, PutCondition.IfMatch("0x1")])
        {
            ArtifactException refusal = await Codes.AssertThrowsAsync(
                expected, () => store.PutAsync("a", UploadSource.Of([1]), condition, Token));
            Assert.Contains(code, refusal.Message);
        }
    }

    [TestMethod]
    public async Task What_arrives_spoilt_is_sent_again()
    {
        int attempts = 0;
        await using BlobHost host = await BlobHost.StartAsync(context => Interlocked.Increment(ref attempts) == 1
            ? BlobHost.RefuseAsync(context, 400, "Md5Mismatch")
            : BlobHost.CreatedAsync(context));
        await using AzureStore store = Open(host);

        Assert.AreEqual("0x1", (await store.PutAsync("a", UploadSource.Of([1]), PutCondition.IfAbsent, Token))!.ETag);
        Assert.AreEqual(2, attempts);
    }

    [TestMethod]
    public async Task Every_body_goes_with_its_MD5()
    {
        byte[] bytes = TestContent.Random(3, Large);
        await using BlobHost host = await BlobHost.StartAsync(BlobHost.CreatedAsync);
        await using AzureStore store = Open(host);

        await store.PutAsync("a", UploadSource.Of(bytes), PutCondition.IfAbsent, Token);
        await store.PutAsync("b", UploadSource.Of(bytes[..5]), PutCondition.IfAbsent, Token);

        const int Block = UploadSource.PartAlignment;
        string[] expected = [TestContent.Md5(bytes[..Block]), TestContent.Md5(bytes[Block..(2 * Block)]), TestContent.Md5(bytes[(2 * Block)..])];
        CollectionAssert.AreEquivalent(
            expected, host.Requests.Where(request => request.Query.Contains("comp=block&", StringComparison.Ordinal)).Select(request => request.Headers["Content-MD5"]).ToArray());
        Assert.AreEqual(TestContent.Md5(bytes[..5]), host.Requests[^1].Headers["Content-MD5"]);
        Assert.HasCount(5, host.Requests);
        Assert.Contains("Content-MD5", host.Requests[3].Headers.Keys, "of the list of blocks");
    }

    [TestMethod]
    [DataRow("\"0x2\"", true)]
    [DataRow(null, false)]
    public async Task Blocks_that_another_writer_threw_away_mean_a_lost_race(string? present, bool isLost)
    {
        await using BlobHost host = await BlobHost.StartAsync(context => AnswerAsync(context, present));
        await using AzureStore store = Open(host);
        Task<ObjectInfo?> put = store.PutAsync("a", UploadSource.Of(new byte[Large]), PutCondition.IfAbsent, Token);

        if (isLost)
            Assert.IsNull(await put);
        else
            Assert.Contains("InvalidBlockList", (await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => put)).Message);
    }

    [TestMethod]
    public async Task An_object_that_changed_keeps_its_blocks_to_itself()
    {
        await using BlobHost host = await BlobHost.StartAsync(context => AnswerAsync(context, "\"0x2\""));
        await using AzureStore store = Open(host);

        Assert.IsNull(await store.PutAsync("a", UploadSource.Of(new byte[Large]), PutCondition.IfMatch("0x1"), Token));
        await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreAccess, () => store.PutAsync("a", UploadSource.Of(new byte[Large]), PutCondition.IfMatch("0x2"), Token));
    }

    [TestMethod]
    [DataRow("<html>")]
    [DataRow("<html></html>")]
    [DataRow("<EnumerationResults><Blobs><Blob><Name>x</Name></Blob></Blobs></EnumerationResults>")]
    [DataRow("<!DOCTYPE a [<!ENTITY b \"c\">]><EnumerationResults><Blobs /></EnumerationResults>")]
    public async Task What_is_no_list_is_refused(string body)
    {
        await using BlobHost host = await BlobHost.StartAsync(context => context.Response.WriteAsync(body));
        await using AzureStore store = Open(host);

        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => store.ListAsync("", Token).CountAsync(Token).AsTask());
    }

    [TestMethod]
    public async Task A_name_that_XML_can_not_have_is_read()
    {
        const string Body = "<EnumerationResults><Blobs><Blob><Name Encoded=\"true\">registry/a%EF%BF%BEb</Name><Properties>"
            + "<Last-Modified>Mon, 05 Jan 2026 06:07:08 GMT</Last-Modified><Etag>0x1</Etag><Content-Length>1</Content-Length></Properties></Blob></Blobs></EnumerationResults>";
        await using BlobHost host = await BlobHost.StartAsync(context => context.Response.WriteAsync(Body));
        await using AzureStore store = Open(host);

        Assert.AreEqual("a\uFFFEb", (await store.ListAsync("", Token).SingleAsync(Token)).Key);
    }

    private static Task AnswerAsync(HttpContext context, string? present)
    {
        if (context.Request.Query["comp"] == "blocklist")
            return BlobHost.RefuseAsync(context, 400, "InvalidBlockList");
        if (context.Request.Method != "HEAD")
            return BlobHost.CreatedAsync(context);
        if (present is null)
            return BlobHost.RefuseAsync(context, 404, "BlobNotFound");
        BlobHost.Describe(context, present);
        return Task.CompletedTask;
    }

    private static AzureStore Open(BlobHost host) =>
        new(AzureAddress.Parse("azure://acct/c/registry"), AzureWorld.Quick, AzureWorld.Connect(AzureWorld.KeyAt(host.Endpoint, "acct")));
}
