using System.Net;
using System.Text.Json;
using ArtifactBuild.GcsHosting.Tests.Fixtures;

namespace ArtifactBuild.GcsHosting.Tests.Objects;

/// <summary>Fields, copies, deletes.</summary>
[TestClass]
public class ChangeTests
{
    private static readonly string Copy = $"/rewriteTo/b/{RunningHost.Bucket}/o/copy";

    [TestMethod]
    public async Task A_patch_changes_what_it_names_and_an_update_all()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        JsonElement stored = await host.StoreAsync("model", [1]);
        JsonElement patched = (await PatchAsync(host, """{ "cacheControl": "no-store", "metadata": { "a": "1", "b": "2" } }""")).Expect(HttpStatusCode.OK).Json;
        Assert.AreEqual("2", patched.GetProperty("metageneration").GetString());
        Assert.AreEqual(stored.GetProperty("generation").GetString(), patched.GetProperty("generation").GetString());
        Assert.AreNotEqual(stored.GetProperty("etag").GetString(), patched.GetProperty("etag").GetString());

        JsonElement again = (await PatchAsync(host, """{ "cacheControl": null, "metadata": { "a": null, "c": "3" } }""")).Expect(HttpStatusCode.OK).Json;
        Assert.IsFalse(again.TryGetProperty("cacheControl", out _));
        Assert.AreEqual("""{"b":"2","c":"3"}""", again.GetProperty("metadata").GetRawText());
        (await PatchAsync(host, "{}", "?ifMetagenerationMatch=1")).Expect(HttpStatusCode.PreconditionFailed, "conditionNotMet");
        (await PatchAsync(host, "[]")).Expect(HttpStatusCode.BadRequest, "parseError");

        Answer updated = await host.SendAsync(HttpMethod.Put, RunningHost.ObjectPath("model"), RunningHost.Json("""{ "contentType": "a/b" }"""));
        Assert.AreEqual("a/b", updated.Expect(HttpStatusCode.OK).Json.GetProperty("contentType").GetString());
        Assert.IsFalse(updated.Json.TryGetProperty("metadata", out _));
        Assert.AreEqual("4", updated.Json.GetProperty("metageneration").GetString());
    }

    [TestMethod]
    public async Task A_large_rewrite_takes_several_calls()
    {
        await using RunningHost host = await RunningHost.StartAsync(new GcsHostOptions { RewriteBytesPerCall = 1000 });
        byte[] bytes = RunningHost.Bytes(2500);
        await host.StoreAsync("model", bytes);
        string path = RunningHost.ObjectPath("model") + Copy;
        string token = "";
        foreach (string done in new[] { "1000", "2000", "2500" })
        {
            JsonElement step = (await host.SendAsync(HttpMethod.Post, $"{path}?rewriteToken={token}", RunningHost.Json("{}"))).Expect(HttpStatusCode.OK).Json;
            Assert.AreEqual(done, step.GetProperty("totalBytesRewritten").GetString());
            Assert.AreEqual("2500", step.GetProperty("objectSize").GetString());
            Assert.AreEqual(done == "2500", step.GetProperty("done").GetBoolean());
            Assert.AreEqual(done == "2500", step.TryGetProperty("resource", out _));
            token = step.TryGetProperty("rewriteToken", out JsonElement next) ? next.GetString()! : "";
        }

        CollectionAssert.AreEqual(bytes, (await host.GetAsync(RunningHost.ObjectPath("copy", "?alt=media"))).Body);
        (await host.SendAsync(HttpMethod.Post, $"{path}?rewriteToken=nonsense", RunningHost.Json("{}"))).Expect(HttpStatusCode.BadRequest, "invalid");
    }

    [TestMethod]
    public async Task A_copy_has_conditions_at_both_ends()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        JsonElement source = await host.StoreAsync("model", [1, 2, 3]);
        string generation = source.GetProperty("generation").GetString()!;
        foreach (string verb in new[] { "rewriteTo", "copyTo" })
        {
            string path = RunningHost.ObjectPath("model") + $"/{verb}/b/{RunningHost.Bucket}/o/{verb}";
            Task<Answer> CallAsync(string query) => host.SendAsync(HttpMethod.Post, path + query, RunningHost.Json("{}"));
            (await CallAsync("?ifSourceGenerationMatch=1")).Expect(HttpStatusCode.PreconditionFailed, "conditionNotMet");
            (await CallAsync("?ifGenerationMatch=1")).Expect(HttpStatusCode.PreconditionFailed, "conditionNotMet");
            (await CallAsync("?sourceGeneration=1")).Expect(HttpStatusCode.NotFound, "notFound");
            (await CallAsync($"?ifGenerationMatch=0&sourceGeneration={generation}&ifSourceGenerationMatch={generation}")).Expect(HttpStatusCode.OK);
            (await CallAsync("?ifGenerationMatch=0")).Expect(HttpStatusCode.PreconditionFailed, "conditionNotMet");
            Answer copy = await host.GetAsync(RunningHost.ObjectPath(verb));
            Assert.AreEqual(source.GetProperty("md5Hash").GetString(), copy.Json.GetProperty("md5Hash").GetString());
        }
    }

    [TestMethod]
    public async Task A_rewrite_onto_itself_is_a_new_generation_that_one_of_many_wins()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string generation = (await host.StoreAsync("model", [1, 2, 3])).GetProperty("generation").GetString()!;
        string path = RunningHost.ObjectPath("model") + $"/rewriteTo/b/{RunningHost.Bucket}/o/model?ifGenerationMatch={generation}";
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.SendAsync(HttpMethod.Post, path, RunningHost.Json("{}"))));
        JsonElement winner = answers.Single(each => each.Status == HttpStatusCode.OK).Json.GetProperty("resource");
        Assert.AreEqual(15, answers.Count(each => each.Status == HttpStatusCode.PreconditionFailed));
        Assert.IsGreaterThan(Int64(generation), Int64(winner.GetProperty("generation").GetString()!));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Body);
    }

    [TestMethod]
    public async Task Deletes_have_conditions_and_one_winner()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string generation = (await host.StoreAsync("model", [1])).GetProperty("generation").GetString()!;
        (await DeleteAsync(host, "?ifGenerationMatch=1")).Expect(HttpStatusCode.PreconditionFailed, "conditionNotMet");
        (await DeleteAsync(host, "?generation=1")).Expect(HttpStatusCode.NotFound, "notFound");
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DeleteAsync(host, $"?ifGenerationMatch={generation}")));
        Assert.AreEqual(1, answers.Count(each => each.Status == HttpStatusCode.NoContent));
        Assert.AreEqual(7, answers.Count(each => each.Status == HttpStatusCode.NotFound));
    }

    private static long Int64(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<Answer> PatchAsync(RunningHost host, string resource, string query = "") =>
        host.SendAsync(HttpMethod.Patch, RunningHost.ObjectPath("model", query), RunningHost.Json(resource));

    private static Task<Answer> DeleteAsync(RunningHost host, string query) => host.SendAsync(HttpMethod.Delete, RunningHost.ObjectPath("model", query));
}
