using System.Text.Json;

namespace ArtifactBuild.GcsHosting.Tests.Client;

/// <summary>What Google's own client sees of the host, so that it is not only our client that agrees with it.</summary>
[TestClass]
public class GoogleClientTests
{
    private const long MiB = 1024 * 1024;

    [TestMethod]
    public async Task Uploads_of_all_kinds_come_back_with_the_right_hashes()
    {
        await using GcsHost host = await GcsHost.StartAsync();
        JsonElement result = await GoogleClient.RunAsync(host, "uploads");
        foreach (JsonProperty upload in result.EnumerateObject())
        {
            Assert.IsTrue(upload.Value.GetProperty("same").GetBoolean(), upload.Name);
            // What is stored compressed has the hash of the compressed bytes.
            Assert.AreEqual(upload.Name != "gzip", upload.Value.GetProperty("md5Right").GetBoolean(), upload.Name);
        }

        Assert.AreEqual("text/plain", result.GetProperty("simple").GetProperty("contentType").GetString());
        Assert.AreEqual("blue", result.GetProperty("simple").GetProperty("own").GetProperty("colour").GetString());
        Assert.AreEqual("application/x-model", result.GetProperty("resumable").GetProperty("contentType").GetString());
        Assert.AreEqual("0", result.GetProperty("empty").GetProperty("size").GetString());
        Assert.AreEqual("0", result.GetProperty("chunkedEmpty").GetProperty("size").GetString());

        // Three chunks and the rest, and two chunks of which the second is the last.
        LoggedRequest[] chunks = [.. host.Requests.Entries.Where(each => each.Method == "PUT" && each.Query.Contains("name=chunked.bin", StringComparison.Ordinal))];
        CollectionAssert.AreEqual(new[] { 308, 308, 308, 200 }, chunks.Select(each => each.Status).ToArray());
        CollectionAssert.AreEqual(new[] { MiB, MiB, MiB, 17 }, chunks.Select(each => each.RequestBytes).ToArray());
        CollectionAssert.AreEqual(
            new[] { 308, 200 },
            host.Requests.Entries.Where(each => each.Method == "PUT" && each.Query.Contains("name=chunked-whole.bin", StringComparison.Ordinal)).Select(each => each.Status).ToArray());
    }

    [TestMethod]
    public async Task Ranges_are_right_and_missing_things_are_missing()
    {
        await using GcsHost host = await GcsHost.StartAsync();
        JsonElement result = await GoogleClient.RunAsync(host, "reading");
        foreach (string part in new[] { "middle", "toEnd", "tail", "pastEnd", "exists" })
            Assert.IsTrue(result.GetProperty(part).GetBoolean(), part);
        Assert.IsFalse(result.GetProperty("missingExists").GetBoolean());
        AssertFailed(result, "beyond", 416, null);
        AssertFailed(result, "missing", 404, null);
        AssertFailed(result, "missingMetadata", 404, "notFound");
        AssertFailed(result, "noBucket", 404, "notFound");
        AssertFailed(result, "noBucketFile", 404, "notFound");
        AssertFailed(result, "bucketTwice", 409, "conflict");
    }

    [TestMethod]
    public async Task Preconditions_hold_and_a_race_has_one_winner()
    {
        await using GcsHost host = await GcsHost.StartAsync();
        JsonElement result = await GoogleClient.RunAsync(host, "conditions");
        foreach (string right in new[] { "first", "swapped", "metagenerationRight" })
            AssertFailed(result, right, 0, null);
        foreach (string lost in new[] { "second", "stale", "staleDelete", "metageneration", "tooLate" })
            AssertFailed(result, lost, 412, "conditionNotMet");
        // The client hides the reason of a session that can't be started.
        AssertFailed(result, "secondResumable", 412, null);
        Assert.AreEqual("swapped", result.GetProperty("content").GetString());
        Assert.AreEqual("earlier", result.GetProperty("late").GetString());
        int[] codes = [.. result.GetProperty("raceCodes").EnumerateArray().Select(each => each.GetInt32())];
        CollectionAssert.AreEqual(Enumerable.Repeat(412, 15).Prepend(0).ToArray(), codes);
        JsonElement changed = result.GetProperty("changed");
        Assert.AreEqual("a/b", changed.GetProperty("contentType").GetString());
        Assert.AreEqual("2", changed.GetProperty("metageneration").GetString());
        Assert.AreEqual("v", changed.GetProperty("metadata").GetProperty("k").GetString());
    }

    [TestMethod]
    public async Task Listings_come_in_pages_in_the_order_of_utf8()
    {
        await using GcsHost host = await GcsHost.StartAsync();
        JsonElement result = await GoogleClient.RunAsync(host, "listing");
        CollectionAssert.AreEqual(new[] { 500, 500, 205 }, result.GetProperty("sizes").EnumerateArray().Select(each => each.GetInt32()).ToArray());
        Assert.IsTrue(result.GetProperty("pagedRight").GetBoolean());
        Assert.AreEqual(1213, result.GetProperty("everything").GetInt32());
        CollectionAssert.AreEqual(new[] { "é", "\uFF01", "\U0001F600" }, Texts(result, "tail"));
        Assert.IsTrue(result.GetProperty("hasNext").GetBoolean());
        CollectionAssert.AreEqual(new[] { "a", "data", "data.txt", "é", "\uFF01", "\U0001F600" }, Texts(result, "top"));
        CollectionAssert.AreEqual(new[] { "data/", "z/" }, Texts(result, "prefixes"));
        CollectionAssert.AreEqual(new[] { "data/01199", "data/01200", "data/01201" }, Texts(result, "some"));
        Assert.AreEqual(1000, result.GetProperty("clipped").GetInt32());
        Assert.IsTrue(result.GetProperty("clippedHasNext").GetBoolean());
        Assert.AreEqual(0, result.GetProperty("none").GetInt32());
    }

    [TestMethod]
    public async Task Versions_are_kept_where_they_should_be()
    {
        await using GcsHost host = await GcsHost.StartAsync();
        JsonElement result = await GoogleClient.RunAsync(host, "versions");
        string[] generations = Texts(result, "generations");
        CollectionAssert.AreEqual(new[] { $"{generations[0]} True", $"{generations[1]} True", $"{generations[2]} False" }, Versions(result, "written"));
        CollectionAssert.AreEqual(new[] { $"{generations[0]} True", $"{generations[1]} True", $"{generations[2]} True" }, Versions(result, "deleted"));
        CollectionAssert.AreEqual(new[] { $"{generations[0]} True", $"{generations[2]} True" }, Versions(result, "purged"));
        Assert.AreEqual("one", result.GetProperty("old").GetString());
        Assert.AreEqual("three", result.GetProperty("oldAfter").GetString());
        AssertFailed(result, "gone", 404, "notFound");
        Assert.IsTrue(result.GetProperty("enabled").GetBoolean());
        AssertFailed(result, "notKept", 404, "notFound");
        Assert.AreEqual(1, result.GetProperty("plainVersions").GetInt32());
    }

    [TestMethod]
    [DataRow(long.MaxValue, 1)]
    [DataRow(MiB, 3)]
    public async Task Copies_moves_and_deletes(long bytesPerCall, int callsOfACopy)
    {
        await using GcsHost host = await GcsHost.StartAsync(options: new GcsHostOptions { RewriteBytesPerCall = bytesPerCall });
        JsonElement result = await GoogleClient.RunAsync(host, "copies");
        JsonElement copied = result.GetProperty("copied");
        Assert.IsTrue(copied.GetProperty("md5Right").GetBoolean());
        Assert.AreEqual("application/x-model", copied.GetProperty("contentType").GetString());
        Assert.AreEqual("7", copied.GetProperty("own").GetProperty("step").GetString());
        AssertFailed(result, "twice", 412, "conditionNotMet");
        AssertFailed(result, "stale", 412, "conditionNotMet");
        Assert.IsTrue(result.GetProperty("newGeneration").GetBoolean());
        Assert.IsTrue(result.GetProperty("moved").GetBoolean());
        Assert.IsFalse(result.GetProperty("sourceLeft").GetBoolean());
        AssertFailed(result, "missing", 404, "notFound");
        AssertFailed(result, "deleted", 0, null);
        AssertFailed(result, "deletedTwice", 404, "notFound");
        AssertFailed(result, "notEmpty", 409, "conflict");
        Assert.AreEqual(
            callsOfACopy,
            host.Requests.Count(each => each.Path.EndsWith("/rewriteTo/b/copies-target/o/copied.bin", StringComparison.Ordinal) && each.Status == 200));
    }

    [TestMethod]
    public async Task Wrong_hashes_are_refused_and_nothing_is_stored()
    {
        await using GcsHost host = await GcsHost.StartAsync();
        JsonElement result = await GoogleClient.RunAsync(host, "hashes");
        foreach (JsonProperty attempt in result.EnumerateObject())
        {
            bool right = attempt.Name.StartsWith("right", StringComparison.Ordinal);
            AssertFailed(result, attempt.Name, right ? 0 : 400, right ? null : "invalid");
            Assert.AreEqual(right, attempt.Value.GetProperty("stored").GetBoolean(), attempt.Name);
        }
    }

    [TestMethod]
    public async Task Odd_names_are_names()
    {
        await using GcsHost host = await GcsHost.StartAsync();
        JsonElement result = await GoogleClient.RunAsync(host, "names");
        Assert.AreEqual(25, result.GetProperty("result").GetArrayLength());
        foreach (JsonElement name in result.GetProperty("result").EnumerateArray())
        {
            Assert.IsTrue(name.GetProperty("content").GetBoolean(), name.ToString());
            Assert.AreEqual(name.GetProperty("name").GetString(), name.GetProperty("listedAs").GetString());
        }

        Assert.IsTrue(result.GetProperty("allListed").GetBoolean());
        Assert.AreEqual(0, result.GetProperty("left").GetInt32());
    }

    [TestMethod]
    public async Task A_broken_off_upload_is_resumed()
    {
        await using GcsHost host = await GcsHost.StartAsync();
        JsonElement result = await GoogleClient.RunAsync(host, "resuming");
        Assert.IsFalse(result.GetProperty("existsHalfway").GetBoolean());
        Assert.AreEqual("2097252", result.GetProperty("size").GetString());
        Assert.IsTrue(result.GetProperty("md5Right").GetBoolean());
        // The second stream sent only what was missing.
        Assert.AreEqual(2 * MiB + 100, host.Requests.Entries.Where(each => each.Method == "PUT").Sum(each => each.RequestBytes));
    }

    private static void AssertFailed(JsonElement result, string call, int code, string? reason)
    {
        JsonElement outcome = result.GetProperty(call);
        Assert.AreEqual(code, outcome.GetProperty("code").GetInt32(), $"{call}: {outcome}");
        if (reason != null)
            Assert.AreEqual(reason, outcome.GetProperty("reason").GetString(), call);
    }

    private static string[] Texts(JsonElement result, string list) => [.. result.GetProperty(list).EnumerateArray().Select(each => each.GetString()!)];

    private static string[] Versions(JsonElement result, string list) =>
        [.. result.GetProperty(list).EnumerateArray().Select(each => $"{each.GetProperty("generation").GetString()} {each.GetProperty("deleted").GetBoolean()}")];
}
