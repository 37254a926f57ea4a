using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Azure;
using ArtifactBuild.Storage.Azure.Access;
using ArtifactBuild.Storage.Azure.References;
using Microsoft.AspNetCore.Http;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>A signature is in the address of every request. It is in no message, whatever goes wrong.</summary>
[TestClass]
public sealed class AzureSecretTests
{
    private const string Canary = "canary7f3a9c";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [DataRow(400, "InvalidHeaderValue")]
    [DataRow(400, "Md5Mismatch")]
    [DataRow(401, "NoAuthenticationInformation")]
    [DataRow(403, "AuthenticationFailed")]
    [DataRow(403, "a code that is a text with sig=" + Canary)]
    [DataRow(404, "ContainerNotFound")]
    [DataRow(404, null)]
    [DataRow(409, "LeaseIdMissing")]
    [DataRow(412, "LeaseIdMissing")]
    [DataRow(429, null)]
    [DataRow(500, "InternalError")]
    [DataRow(503, "ServerBusy")]
    [DataRow(200, null)]
    [DataRow(302, null)]
    public Task A_refusal_shows_no_signature(int status, string? code) =>
        AssertSilentAsync(context =>
        {
            context.Response.Headers.Location = $"http://127.0.0.1:1{context.Request.QueryString}";
            return BlobHost.RefuseAsync(context, status, code);
        });

    [TestMethod]
    public Task A_lost_connection_shows_no_signature() => AssertSilentAsync(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    [TestMethod]
    public Task An_answer_that_breaks_off_shows_no_signature() => AssertSilentAsync(async context =>
    {
        BlobHost.Describe(context, "\"0x1\"");
        context.Response.ContentLength = 1_000;
        await context.Response.WriteAsync("<?xml version=\"1.0\"?><Enum");
        await context.Response.Body.FlushAsync();
        context.Abort();
    });

    private async Task AssertSilentAsync(RequestDelegate answer)
    {
        await using BlobHost host = await BlobHost.StartAsync(context => answer(context));
        (string, string)[] variables =
        [
            (AzureCredentials.Account, "acct"),
            (AzureCredentials.SasToken, $"?sv=2021-12-02&sig={Canary}"),
            (AzureCredentials.Endpoint, $"{host.Endpoint}acct"),
        ];
        await using var store = new AzureStore(AzureAddress.Parse("azure://acct/c/registry"), AzureWorld.Quick, AzureWorld.Connect(variables));
        using var references = new AzureReferences(AzureWorld.Quick, AzureWorld.Connect(variables));
        const string Uri = "https://acct.blob.core.windows.net/c/a";
        int failures = 0;
        foreach (Func<Task> work in (Func<Task>[])
        [
            () => store.HeadAsync("a", Token),
            () => ReadAsync(store),
            () => store.PutAsync("a", UploadSource.Of([1]), PutCondition.IfAbsent, Token),
            () => store.PutAsync("a", UploadSource.Of(new byte[33 * 1024 * 1024]), PutCondition.IfMatch("0x1"), Token),
            () => store.TouchAsync("a", "0x1", Token),
            () => store.DeleteAsync("a", null, Token),
            async () => await store.ListAsync("", Token).CountAsync(Token),
            () => references.AllAsync(Uri),
            () => references.LoadAsync(new ManifestEntry { Path = "a", Digest = "0x1", Ref = Uri }),
        ])
        {
            try
            {
                await work();
            }
            catch (ArtifactException e)
            {
                failures++;
                Assert.DoesNotContain(Canary, e.ToString());
                Assert.IsNull(e.InnerException);
            }
        }

        Assert.IsGreaterThan(0, failures);
        Assert.IsTrue(host.Requests.All(request => request.Query.Contains(Canary, StringComparison.Ordinal)), "the signature was used");
    }

    private async Task ReadAsync(AzureStore store)
    {
        await using StoredObject? found = await store.GetAsync("a", null, Token);
        if (found is not null)
            await found.Content.CopyToAsync(Stream.Null, Token);
    }
}
