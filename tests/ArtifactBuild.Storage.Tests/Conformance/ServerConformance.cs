using System.Text.RegularExpressions;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>What is asked of stores on the network besides: that they say what is wrong.</summary>
public abstract partial class ServerConformance : StoreTest
{
    // Far longer than any of it takes on a busy machine, and shorter than the time-outs of the libraries: 100 s.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(80);

    private static readonly RemoteOptions Impatient = new()
    {
        MaxAttempts = 2,
        FirstPause = TimeSpan.FromMilliseconds(10),
        MaxPause = TimeSpan.FromMilliseconds(100),
        IdleTimeout = TimeSpan.FromMilliseconds(700),
    };

    private protected abstract ServerHome Server { get; }

    private protected sealed override StoreHome Home => Server;

    [TestMethod]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        string missing = $"missing-{Guid.NewGuid():N}";
        await using IObjectStore store = await Home.OpenAsync(BucketName().Replace(Address, missing));
        foreach ((string what, Func<Task> work) in Requests(store, exceptHead: true))
        {
            ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreMissing, work);
            Assert.Contains(missing, failure.Message, what);
        }
    }

    [TestMethod]
    public async Task A_server_that_is_not_there_is_given_up_soon() => await AssertGivenUpAsync(CannedServer.Nobody());

    [TestMethod]
    public async Task A_server_that_says_nothing_is_given_up_soon()
    {
        await using var server = new CannedServer(answer: null);
        await AssertGivenUpAsync(server.Endpoint);
    }

    [TestMethod]
    public async Task A_server_that_hangs_up_is_given_up_soon()
    {
        await using var server = new CannedServer("");
        await AssertGivenUpAsync(server.Endpoint);
    }

    [TestMethod]
    [DataRow("SSH-2.0-OpenSSH_9.2\r\n")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\nConnection: close\r\n\r\n<html>log in!</html>")]
    [DataRow("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [DataRow("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno!")]
    public async Task What_is_no_object_store_is_never_taken_for_one(string answer)
    {
        await using var server = new CannedServer(answer);
        await using IObjectStore store = await Server.OpenAsync(Address, server.Endpoint, Impatient);
        foreach ((string what, Func<Task> work) in Requests(store, exceptHead: false))
        {
            ArtifactException failure = await Assert.ThrowsExactlyAsync<ArtifactException>(work, what);
            Assert.DoesNotContain("log in!", failure.ToString());
        }
    }

    [TestMethod]
    public async Task An_address_with_an_odd_prefix_opens_the_same_store_again()
    {
        int options = Address.IndexOf('?', StringComparison.Ordinal);
        string odd = Address.Insert(options < 0 ? Address.Length : options, "/team%20a/100%25%20%C3%A9+%23");
        await using IObjectStore store = await Home.OpenAsync(odd);
        await store.PutAsync("k", UploadSource.Of(Bytes("here")), PutCondition.IfAbsent, Token);

        await using IObjectStore again = await Home.OpenAsync(store.Address);

        Assert.AreEqual(store.Address, again.Address);
        Assert.AreEqual("k", (await again.ListAsync("", Token).SingleAsync(Token)).Key);
        CollectionAssert.AreEqual(new[] { "team a/100% é+#/k" }, await KeysAsync(""));
        Assert.IsTrue(await again.DeleteAsync("k", null, Token));
    }

    [TestMethod]
    public async Task More_requests_than_connections_wait_for_each_other()
    {
        await using IObjectStore store = await Home.OpenAsync(Address, StoreHome.Quick with { MaxConnections = 2 });
        var content = new GeneratedContent(1, 300_000);
        await Parallel.ForAsync(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 24, CancellationToken = Token }, async (i, token) =>
        {
            await store.PutAsync($"k{i}", content, PutCondition.IfAbsent, token);
            await using StoredObject? read = await store.GetAsync($"k{i}", null, token);
            await content.AssertSameAsync(read!.Content);
        });
        var large = new GeneratedContent(2, 40L * MiB);
        Assert.IsNotNull(await store.PutAsync("large", large, PutCondition.IfAbsent, Token));
        Assert.HasCount(25, await KeysAsync(""));
    }

    private async Task AssertGivenUpAsync(Uri endpoint)
    {
        await using IObjectStore store = await Server.OpenAsync(Address, endpoint, Impatient);
        foreach ((string what, Func<Task> work) in Requests(store, exceptHead: false))
        {
            ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreUnavailable, () => work().WaitAsync(Soon));
            Assert.Contains("It was tried 2 times", failure.Message, what);
            Assert.Contains(store.Address, failure.Message, what);
        }
    }

    private IEnumerable<(string What, Func<Task> Work)> Requests(IObjectStore store, bool exceptHead)
    {
        // The answer to a HEAD has no body that could say what is missing.
        if (!exceptHead)
            yield return ("head", () => store.HeadAsync("k", Token));
        yield return ("get", () => store.GetAsync("k", null, Token));
        yield return ("range", () => store.GetAsync("k", new ByteRange(5, 5), Token));
        yield return ("list", async () => await store.ListAsync("", Token).CountAsync(Token));
        yield return ("create", () => store.PutAsync("k", UploadSource.Of([1]), PutCondition.IfAbsent, Token));
        yield return ("create in parts", () => store.PutAsync("k", new GeneratedContent(1, 33L * MiB), PutCondition.IfAbsent, Token));
    }

    [GeneratedRegex("test-[0-9a-f]{32}")]
    private static partial Regex BucketName();
}

[TestClass]
public sealed class CephServer : ServerConformance
{
    private protected override ServerHome Server => StoreHome.Ceph;
}

[TestClass]
public sealed class MotoServer : ServerConformance
{
    private protected override ServerHome Server => StoreHome.Moto;
}

[TestClass]
public sealed class AzuriteServer : ServerConformance
{
    private protected override ServerHome Server => StoreHome.Azurite;
}

[TestClass]
public sealed class GcsServer : ServerConformance
{
    private protected override ServerHome Server => StoreHome.Gcs;
}
