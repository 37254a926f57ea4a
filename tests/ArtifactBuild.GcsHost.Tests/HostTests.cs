using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ArtifactBuild.GcsHosting.Tests.Fixtures;

namespace ArtifactBuild.GcsHosting.Tests;

/// <summary>The host as such: buckets, who may ask, the log, the program.</summary>
[TestClass]
public class HostTests
{
    [TestMethod]
    public async Task With_a_token_only_those_who_have_it_may_ask()
    {
        await using RunningHost host = await RunningHost.StartAsync(new GcsHostOptions { Token = "sesame" });
        Answer anonymous = (await host.UploadAsync("model", [1])).Expect(HttpStatusCode.Unauthorized, "required");
        Assert.IsNotNull(anonymous.Header("WWW-Authenticate"));
        (await host.UploadAsync("model", [1], "", ("Authorization", "Bearer other"))).Expect(HttpStatusCode.Unauthorized, "authError");
        (await host.UploadAsync("model", [1], "", ("Authorization", "Bearer sesame"))).Expect(HttpStatusCode.OK);
        (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Expect(HttpStatusCode.Unauthorized);

        // The address of a session is enough.
        string session = await host.StartSessionAsync("other", headers: ("Authorization", "Bearer sesame"));
        (await host.PutAsync(session, [1], "bytes 0-0/1")).Expect(HttpStatusCode.OK);
    }

    [TestMethod]
    public async Task The_log_has_each_request_before_its_answer_is_there()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        await host.StoreAsync("a b", new byte[700]);
        host.Host.Requests.Clear();
        await host.GetAsync(RunningHost.ObjectPath("a b", "?alt=media"), ("Range", "bytes=0-99"));
        Assert.AreEqual(new LoggedRequest("GET", "/storage/v1/b/models/o/a%20b", "?alt=media", 206, 0, 100), host.Host.Requests.Entries.Single());
        await host.UploadAsync("a b", new byte[700], "&ifGenerationMatch=0");
        Assert.AreEqual(1, host.Host.Requests.Count(each => each is { Method: "POST", Status: 412, RequestBytes: 700 }));
    }

    [TestMethod]
    public async Task Buckets_are_made_changed_listed_and_deleted()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        (await host.SendAsync(HttpMethod.Post, "storage/v1/b", RunningHost.Json("""{ "name": "second" }"""))).Expect(HttpStatusCode.BadRequest, "required");
        Answer made = await host.SendAsync(HttpMethod.Post, "storage/v1/b?project=p", RunningHost.Json("""{ "name": "second", "versioning": { "enabled": true } }"""));
        Assert.IsTrue(made.Expect(HttpStatusCode.OK).Json.GetProperty("versioning").GetProperty("enabled").GetBoolean());
        (await host.SendAsync(HttpMethod.Post, "storage/v1/b?project=p", RunningHost.Json("""{ "name": "Second" }"""))).Expect(HttpStatusCode.BadRequest, "invalid");
        (await host.SendAsync(HttpMethod.Post, "storage/v1/b?project=p", RunningHost.Json("""{ "name": 5 }"""))).Expect(HttpStatusCode.BadRequest, "invalid");

        Answer off = await host.SendAsync(HttpMethod.Patch, "storage/v1/b/second?ifMetagenerationMatch=1", RunningHost.Json("""{ "versioning": { "enabled": false } }"""));
        Assert.AreEqual("2", off.Expect(HttpStatusCode.OK).Json.GetProperty("metageneration").GetString());
        Assert.IsFalse(off.Json.TryGetProperty("versioning", out _));
        (await host.GetAsync("storage/v1/b/second?ifMetagenerationMatch=1")).Expect(HttpStatusCode.PreconditionFailed, "conditionNotMet");

        JsonElement list = (await host.GetAsync("storage/v1/b?project=p")).Json;
        CollectionAssert.AreEqual(new[] { "models", "second" }, list.GetProperty("items").EnumerateArray().Select(each => each.GetProperty("name").GetString()).ToArray());
        (await host.SendAsync(HttpMethod.Delete, "storage/v1/b/second")).Expect(HttpStatusCode.NoContent);
        (await host.GetAsync("storage/v1/b/second")).Expect(HttpStatusCode.NotFound, "notFound");
        (await host.SendAsync(HttpMethod.Post, "storage/v1/b/models", RunningHost.Json("{}"))).Expect(HttpStatusCode.MethodNotAllowed);
        (await host.GetAsync("storage/v2/b/models")).Expect(HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task Several_hosts_know_nothing_of_each_other_and_ports_come_free()
    {
        int port;
        await using (RunningHost one = await RunningHost.StartAsync())
        await using (RunningHost other = await RunningHost.StartAsync())
        {
            Assert.AreNotEqual(one.Host.Endpoint, other.Host.Endpoint);
            await one.StoreAsync("model", [1]);
            (await other.GetAsync(RunningHost.ObjectPath("model"))).Expect(HttpStatusCode.NotFound);
            port = one.Host.Endpoint.Port;
        }

        await using GcsHost again = await GcsHost.StartAsync(port);
        Assert.AreEqual(port, again.Endpoint.Port);
    }

    [TestMethod]
    public async Task It_runs_as_a_process()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ArtifactBuild.GcsHost.dll");
        using Process process = Command.Start("dotnet", [program, "0", "--bucket", "plain", "--versioned-bucket", "kept"]);
        try
        {
            string? ready = await process.StandardOutput.ReadLineAsync().WaitAsync(RunningHost.Patience);
            StringAssert.StartsWith(ready, "ready http://127.0.0.1:", StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(ready!["ready ".Length..]) };
            StringAssert.Contains(await client.GetStringAsync("storage/v1/b/kept"), "versioning", StringComparison.Ordinal);
            Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("storage/v1/b/plain")).StatusCode);
        }
        finally
        {
            process.Kill();
        }
    }
}
