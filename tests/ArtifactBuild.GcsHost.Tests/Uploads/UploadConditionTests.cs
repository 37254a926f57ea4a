using System.Net;
using ArtifactBuild.GcsHosting.Tests.Fixtures;
using ArtifactBuild.Testing;

namespace ArtifactBuild.GcsHosting.Tests.Uploads;

/// <summary>Preconditions and hashes, which every kind of upload knows.</summary>
[TestClass]
public class UploadConditionTests
{
    [TestMethod]
    public async Task A_session_is_checked_when_it_starts_and_when_it_ends()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string early = await host.StartSessionAsync("model", query: "&ifGenerationMatch=0");
        await host.StoreAsync("model", [1]);
        Answer late = await host.SendAsync(HttpMethod.Post, RunningHost.UploadPath("resumable", "model", "&ifGenerationMatch=0"), RunningHost.Json("{}"));
        late.Expect(HttpStatusCode.PreconditionFailed, "conditionNotMet");
        (await host.PutAsync(early, [2], "bytes 0-0/1")).Expect(HttpStatusCode.PreconditionFailed, "conditionNotMet");
        // It stays lost.
        (await host.PutAsync(early, [], "bytes */*")).Expect(HttpStatusCode.PreconditionFailed);
        CollectionAssert.AreEqual(new byte[] { 1 }, (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Body);
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(1_500_000)]
    public async Task Of_many_writers_one_creates(int size)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string[] sessions = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.StartSessionAsync("model", query: "&ifGenerationMatch=0")));
        Task<Answer>[] writers =
        [
            .. sessions.Select((session, index) => host.PutAsync(session, RunningHost.Bytes(size, index), $"bytes 0-{size - 1}/{size}")),
            .. Enumerable.Range(100, 12).Select(index => host.UploadAsync("model", RunningHost.Bytes(size, index), "&ifGenerationMatch=0")),
        ];
        Answer[] answers = await Task.WhenAll(writers);
        Answer winner = answers.Single(each => each.Status == HttpStatusCode.OK);
        Assert.AreEqual(23, answers.Count(each => each.Status == HttpStatusCode.PreconditionFailed));
        byte[] stored = (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Body;
        Assert.AreEqual(winner.Json.GetProperty("md5Hash").GetString(), TestContent.Md5(stored));
    }

    [TestMethod]
    public async Task Of_many_swappers_each_round_has_one_winner()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        await host.StoreAsync("counter", "0"u8.ToArray());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (int done = 0; done < 25;)
            {
                Answer read = await host.GetAsync(RunningHost.ObjectPath("counter", "?alt=media"));
                byte[] next = System.Text.Encoding.ASCII.GetBytes($"{int.Parse(read.Text, System.Globalization.CultureInfo.InvariantCulture) + 1}");
                Answer swap = await host.UploadAsync("counter", next, $"&ifGenerationMatch={read.Header("X-Goog-Generation")}");
                Assert.IsTrue(swap.Status is HttpStatusCode.OK or HttpStatusCode.PreconditionFailed, swap.Text);
                if (swap.Status == HttpStatusCode.OK)
                    done++;
            }
        }));
        Assert.AreEqual("100", (await host.GetAsync(RunningHost.ObjectPath("counter", "?alt=media"))).Text);
    }

    [TestMethod]
    [DataRow("&ifGenerationMatch=1", 412)]
    [DataRow("&ifMetagenerationMatch=2", 412)]
    [DataRow("&ifMetagenerationMatch=1", 200)]
    [DataRow("&ifGenerationNotMatch=0", 200)]
    [DataRow("&ifMetagenerationNotMatch=1", 304)]
    [DataRow("&ifGenerationMatch=abc", 400)]
    public async Task Conditions_on_an_object_that_is_there(string query, int status)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        await host.StoreAsync("model", [1]);
        (await host.UploadAsync("model", [2], query)).Expect((HttpStatusCode)status);
    }

    [TestMethod]
    [DataRow("&ifGenerationMatch=1", 412)]
    [DataRow("&ifMetagenerationMatch=1", 412)]
    [DataRow("&ifGenerationMatch=0", 200)]
    [DataRow("&ifGenerationNotMatch=0", 304)]
    public async Task Conditions_on_an_object_that_is_not_there(string query, int status)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        (await host.UploadAsync("model", [2], query)).Expect((HttpStatusCode)status);
    }

    [TestMethod]
    [DataRow("crc32c=yZRlqg==", 200)]
    [DataRow("md5=XrY7u+Ae7tCTyyK7j1rNww==", 200)]
    [DataRow("crc32c=yZRlqg==,md5=XrY7u+Ae7tCTyyK7j1rNww==", 200)]
    [DataRow("crc32c=yZRlqg==, md5=AAAAAAAAAAAAAAAAAAAAAA==", 400)]
    [DataRow("crc32c=AAAAAA==", 400)]
    [DataRow("sha1=AAAAAA==", 400)]
    public async Task The_hash_header_is_verified(string header, int status)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = "hello world"u8.ToArray();
        (await host.UploadAsync("simple", bytes, headers: ("x-goog-hash", header))).Expect((HttpStatusCode)status);
        (await host.GetAsync(RunningHost.ObjectPath("simple"))).Expect(status == 200 ? HttpStatusCode.OK : HttpStatusCode.NotFound);

        string session = await host.StartSessionAsync("session");
        (await host.PutAsync(session, bytes, "bytes 0-10/11", ("x-goog-hash", header))).Expect((HttpStatusCode)status);
        (await host.GetAsync(RunningHost.ObjectPath("session"))).Expect(status == 200 ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task The_hashes_of_the_resource_are_verified()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string session = await host.StartSessionAsync("model", """{ "crc32c": "AAAAAA==" }""");
        Answer refused = (await host.PutAsync(session, "hello world"u8.ToArray(), "bytes 0-10/11")).Expect(HttpStatusCode.BadRequest, "invalid");
        StringAssert.Contains(refused.Text, "yZRlqg==", StringComparison.Ordinal);
        (await host.GetAsync(RunningHost.ObjectPath("model"))).Expect(HttpStatusCode.NotFound);
    }
}
