using System.Net;
using ArtifactBuild.GcsHosting.Tests.Fixtures;
using ArtifactBuild.Testing;

namespace ArtifactBuild.GcsHosting.Tests.Uploads;

[TestClass]
public class ResumableUploadTests
{
    private const int Unit = 256 * 1024;

    [TestMethod]
    public async Task Each_chunk_is_answered_with_what_is_kept()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = RunningHost.Bytes(3 * Unit + 7);
        string session = await host.StartSessionAsync("model", """{ "contentType": "application/x-model", "metadata": { "step": "7" } }""");
        (await host.PutAsync(session, [], "bytes */*")).ExpectKept(0);
        (await host.PutAsync(session, bytes[..(2 * Unit)], $"bytes 0-{2 * Unit - 1}/*")).ExpectKept(2 * Unit);
        (await host.PutAsync(session, [], "bytes */*")).ExpectKept(2 * Unit);
        (await host.PutAsync(session, [], $"bytes */{bytes.Length}")).ExpectKept(2 * Unit);
        (await host.PutAsync(session, bytes[(2 * Unit)..(3 * Unit)], $"bytes {2 * Unit}-{3 * Unit - 1}/{bytes.Length}")).ExpectKept(3 * Unit);
        (await host.GetAsync(RunningHost.ObjectPath("model"))).Expect(HttpStatusCode.NotFound, "notFound");

        Answer last = (await host.PutAsync(session, bytes[(3 * Unit)..], $"bytes {3 * Unit}-{bytes.Length - 1}/{bytes.Length}")).Expect(HttpStatusCode.OK);
        Assert.AreEqual($"{bytes.Length}", last.Json.GetProperty("size").GetString());
        Assert.AreEqual(TestContent.Md5(bytes), last.Json.GetProperty("md5Hash").GetString());
        Assert.AreEqual("application/x-model", last.Json.GetProperty("contentType").GetString());
        Assert.AreEqual("7", last.Json.GetProperty("metadata").GetProperty("step").GetString());
        CollectionAssert.AreEqual(bytes, (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Body);

        // Whoever lost that answer asks again, and gets the same object.
        Answer again = (await host.PutAsync(session, [], "bytes */*")).Expect(HttpStatusCode.OK);
        Assert.AreEqual(last.Json.GetProperty("generation").GetString(), again.Json.GetProperty("generation").GetString());
    }

    [TestMethod]
    [DataRow("bytes 0-99999/*", DisplayName = "no multiple, total unknown")]
    [DataRow("bytes 0-99999/1000000", DisplayName = "no multiple, not the last")]
    [DataRow("bytes 0-262143/1000000", DisplayName = "fewer bytes than it says")]
    [DataRow("bytes 0-99999/5000", DisplayName = "past the total")]
    [DataRow("bytes 99999-0/*", DisplayName = "backwards")]
    [DataRow("0-99999/*", DisplayName = "no unit")]
    public async Task A_chunk_that_breaks_the_rules_changes_nothing(string contentRange)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string session = await host.StartSessionAsync("model");
        (await host.PutAsync(session, RunningHost.Bytes(100_000), contentRange)).Expect(HttpStatusCode.BadRequest);
        (await host.PutAsync(session, [], "bytes */*")).ExpectKept(0);
    }

    [TestMethod]
    public async Task A_chunk_after_a_hole_is_refused()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string session = await host.StartSessionAsync("model");
        (await host.PutAsync(session, new byte[Unit], $"bytes 0-{Unit - 1}/*")).ExpectKept(Unit);
        (await host.PutAsync(session, new byte[Unit], $"bytes {2 * Unit}-{3 * Unit - 1}/*")).Expect(HttpStatusCode.ServiceUnavailable);
        (await host.PutAsync(session, [], "bytes */*")).ExpectKept(Unit);
    }

    [TestMethod]
    public async Task Bytes_that_are_kept_already_are_not_looked_at()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = RunningHost.Bytes(2 * Unit + 50);
        string session = await host.StartSessionAsync("model");
        (await host.PutAsync(session, bytes[..Unit], $"bytes 0-{Unit - 1}/*")).ExpectKept(Unit);
        byte[] other = [.. new byte[Unit], .. bytes[Unit..]];
        (await host.PutAsync(session, other, $"bytes 0-{bytes.Length - 1}/{bytes.Length}")).Expect(HttpStatusCode.OK);
        CollectionAssert.AreEqual(bytes, (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Body);
    }

    [TestMethod]
    public async Task The_total_may_come_after_the_last_bytes()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string session = await host.StartSessionAsync("model");
        (await host.PutAsync(session, new byte[Unit], $"bytes 0-{Unit - 1}/*")).ExpectKept(Unit);
        (await host.PutAsync(session, [], $"bytes */{Unit + 1}")).ExpectKept(Unit);
        Answer end = (await host.PutAsync(session, [], $"bytes */{Unit}")).Expect(HttpStatusCode.OK);
        Assert.AreEqual($"{Unit}", end.Json.GetProperty("size").GetString());

        string empty = await host.StartSessionAsync("empty");
        Answer nothing = (await host.PutAsync(empty, [], "bytes */0")).Expect(HttpStatusCode.OK);
        Assert.AreEqual("0", nothing.Json.GetProperty("size").GetString());
    }

    [TestMethod]
    public async Task Without_a_range_or_an_end_the_body_is_all_the_rest()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = RunningHost.Bytes(Unit + 3);
        string whole = await host.StartSessionAsync("whole");
        (await host.PutAsync(whole, bytes, null)).Expect(HttpStatusCode.OK);
        string open = await host.StartSessionAsync("open");
        (await host.PutAsync(open, bytes[..Unit], $"bytes 0-*/{bytes.Length}")).ExpectKept(Unit);
        (await host.PutAsync(open, bytes[Unit..], $"bytes {Unit}-*/*")).Expect(HttpStatusCode.OK);
        CollectionAssert.AreEqual(bytes, (await host.GetAsync(RunningHost.ObjectPath("whole", "?alt=media"))).Body);
        CollectionAssert.AreEqual(bytes, (await host.GetAsync(RunningHost.ObjectPath("open", "?alt=media"))).Body);
    }

    [TestMethod]
    public async Task What_was_announced_must_come()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string announced = await host.StartSessionAsync("model", headers: ("X-Upload-Content-Length", "2000"));
        (await host.PutAsync(announced, new byte[1000], "bytes 0-999/1000")).Expect(HttpStatusCode.BadRequest);
        (await host.PutAsync(announced, new byte[2000], "bytes 0-1999/2000")).Expect(HttpStatusCode.OK);
        string whole = await host.StartSessionAsync("other", headers: ("X-Upload-Content-Length", "2000"));
        (await host.PutAsync(whole, new byte[1999], null)).Expect(HttpStatusCode.BadRequest);
        (await host.GetAsync(RunningHost.ObjectPath("other"))).Expect(HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task A_cancelled_session_is_over()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string session = await host.StartSessionAsync("model");
        (await host.PutAsync(session, new byte[Unit], $"bytes 0-{Unit - 1}/*")).ExpectKept(Unit);
        (await host.SendAsync(HttpMethod.Delete, session)).Expect((HttpStatusCode)499);
        (await host.PutAsync(session, [], "bytes */*")).Expect((HttpStatusCode)499);
        (await host.PutAsync(session, new byte[1], $"bytes {Unit}-{Unit}/{Unit + 1}")).Expect((HttpStatusCode)499);
        (await host.GetAsync(RunningHost.ObjectPath("model"))).Expect(HttpStatusCode.NotFound);
        (await host.PutAsync(session.Replace("upload_id=", "upload_id=x", StringComparison.Ordinal), [], "bytes */*")).Expect(HttpStatusCode.NotFound);
    }
}
