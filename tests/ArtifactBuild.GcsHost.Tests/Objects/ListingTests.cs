using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ArtifactBuild.GcsHosting.Tests.Fixtures;

namespace ArtifactBuild.GcsHosting.Tests.Objects;

[TestClass]
public class ListingTests
{
    private const string Path = $"storage/v1/b/{RunningHost.Bucket}/o";

    [TestMethod]
    public async Task Pages_go_on_where_they_ended_whatever_changes()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        foreach (string name in new[] { "a", "b", "c", "d", "e" })
            await host.StoreAsync(name, [1]);
        (string[] first, string? token) = await PageAsync(host, "?maxResults=2");
        CollectionAssert.AreEqual(new[] { "a", "b" }, first);
        // The one that the page ended with goes and another one gets a new generation.
        (await host.SendAsync(HttpMethod.Delete, RunningHost.ObjectPath("b"))).Expect(HttpStatusCode.NoContent);
        await host.StoreAsync("a", [2]);
        await host.StoreAsync("bb", [1]);
        (string[] second, token) = await PageAsync(host, $"?maxResults=2&pageToken={token}");
        CollectionAssert.AreEqual(new[] { "bb", "c" }, second);
        await host.StoreAsync("c", [2]);
        (string[] third, token) = await PageAsync(host, $"?maxResults=2&pageToken={token}");
        CollectionAssert.AreEqual(new[] { "d", "e" }, third);
        Assert.IsNull(token);
    }

    [TestMethod]
    public async Task Folders_count_as_results_and_are_listed_once()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        foreach (string name in new[] { "a/1", "a/2", "b", "c/1", "c/2", "c/x/3", "d" })
            await host.StoreAsync(name, [1]);
        var pages = new List<string>();
        string? token = null;
        do
        {
            (string[] page, token) = await PageAsync(host, $"?delimiter=/&maxResults=1{(token == null ? "" : "&pageToken=" + token)}");
            pages.Add(string.Join(',', page));
        }
        while (token != null);
        CollectionAssert.AreEqual(new[] { "a/", "b", "c/", "d" }, pages);
        CollectionAssert.AreEqual(new[] { "c/1", "c/2", "c/x/" }, (await PageAsync(host, "?delimiter=/&prefix=c/")).Page);
    }

    [TestMethod]
    public async Task Generations_are_listed_one_by_one()
    {
        await using RunningHost host = await RunningHost.StartAsync(versioning: true);
        var written = new List<string>();
        foreach (string name in new[] { "a", "a", "a", "b", "b" })
            written.Add((await host.StoreAsync(name, [1])).GetProperty("generation").GetString()!);
        var listed = new List<string>();
        string? token = null;
        do
        {
            JsonElement page = (await host.GetAsync($"{Path}?versions=true&maxResults=1{(token == null ? "" : "&pageToken=" + token)}")).Json;
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(each => each.GetProperty("generation").GetString()!));
            token = page.TryGetProperty("nextPageToken", out JsonElement next) ? next.GetString() : null;
        }
        while (token != null);
        CollectionAssert.AreEqual(written, listed);
        CollectionAssert.AreEqual(new[] { "a", "b" }, (await PageAsync(host, "")).Page);

        // A folder whose objects are all noncurrent is no folder.
        await host.StoreAsync("gone/x", [1]);
        (await host.SendAsync(HttpMethod.Delete, RunningHost.ObjectPath("gone/x"))).Expect(HttpStatusCode.NoContent);
        CollectionAssert.AreEqual(new[] { "a", "b" }, (await PageAsync(host, "?delimiter=/")).Page);
    }

    [TestMethod]
    [DataRow("?maxResults=0")]
    [DataRow("?maxResults=x")]
    [DataRow("?pageToken=nonsense")]
    [DataRow("?versions=maybe")]
    public async Task Nonsense_is_refused(string query)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        (await host.GetAsync(Path + query)).Expect(HttpStatusCode.BadRequest, "invalid");
    }

    [TestMethod]
    public async Task What_is_not_known_is_not_passed_over()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        (await host.GetAsync(Path + "?matchGlob=**")).Expect(HttpStatusCode.NotImplemented);
        (await host.GetAsync("storage/v1/b/no-such-bucket/o")).Expect(HttpStatusCode.NotFound, "notFound");
    }

    [TestMethod]
    public async Task Twenty_thousand_objects_are_no_burden()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = new byte[64];
        async Task StoreAsync(int from, int to) => await Parallel.ForAsync(
            from, to, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, _) => await host.StoreAsync($"files/{index:d5}", bytes));
        await StoreAsync(0, 2_000);
        TimeSpan pageOfFew = TimeSpan.MaxValue;
        for (int round = 0; round < 10; round++)
        {
            (int few, TimeSpan page) = await ListAllAsync(host);
            Assert.AreEqual(2_000, few);
            pageOfFew = page < pageOfFew ? page : pageOfFew;
        }

        await StoreAsync(2_000, 20_000);
        (int all, TimeSpan pageOfAll) = await ListAllAsync(host);

        Assert.AreEqual(20_000, all);
        // The fastest pages do not mind a busy machine. All have as many objects, so that they cost much the same, however many there are.
        Assert.IsLessThan(10, pageOfAll / pageOfFew);
    }

    /// <summary>Lists all objects, and says how many there are and how long the fastest page took.</summary>
    private static async Task<(int Count, TimeSpan Page)> ListAllAsync(RunningHost host)
    {
        int count = 0;
        TimeSpan fastest = TimeSpan.MaxValue;
        string? token = null;
        do
        {
            long start = Stopwatch.GetTimestamp();
            (string[] page, token) = await PageAsync(host, token == null ? "" : "?pageToken=" + token);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            fastest = time < fastest ? time : fastest;
            count += page.Length;
        }
        while (token != null);
        return (count, fastest);
    }

    /// <summary>Prefixes and names of one page, in order.</summary>
    private static async Task<(string[] Page, string? Token)> PageAsync(RunningHost host, string query)
    {
        JsonElement page = (await host.GetAsync(Path + query)).Expect(HttpStatusCode.OK).Json;
        IEnumerable<string> names = page.TryGetProperty("items", out JsonElement items) ? items.EnumerateArray().Select(each => each.GetProperty("name").GetString()!) : [];
        if (page.TryGetProperty("prefixes", out JsonElement prefixes))
            names = names.Concat(prefixes.EnumerateArray().Select(each => each.GetString()!));
        return ([.. names.Order(StringComparer.Ordinal)], page.TryGetProperty("nextPageToken", out JsonElement token) ? token.GetString() : null);
    }
}
