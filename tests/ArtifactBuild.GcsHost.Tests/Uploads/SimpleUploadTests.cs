using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ArtifactBuild.GcsHosting.Tests.Fixtures;

namespace ArtifactBuild.GcsHosting.Tests.Uploads;

[TestClass]
public class SimpleUploadTests
{
    private const string Resource = "Content-Type: application/json\r\n\r\n{ \"name\": \"inside\", \"metadata\": { \"k\": \"v\" } }";

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(1024 * 1024)]
    [DataRow(1024 * 1024 + 1)]
    [DataRow(9_000_000)]
    public async Task Bytes_come_back(int size)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = RunningHost.Bytes(size);
        (await host.UploadAsync("model", bytes)).Expect(HttpStatusCode.OK);
        CollectionAssert.AreEqual(bytes, (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Body);
    }

    [TestMethod]
    [DataRow("upload/storage/v1/b/models/o?uploadType=media", 400, "required")]
    [DataRow("upload/storage/v1/b/models/o?name=a", 400, "required")]
    [DataRow("upload/storage/v1/b/models/o?name=a&uploadType=other", 400, "invalid")]
    [DataRow("upload/storage/v1/b/no-such-bucket/o?name=a&uploadType=media", 404, "notFound")]
    [DataRow("upload/storage/v1/b/models/o?name=..&uploadType=media", 400, "invalid")]
    [DataRow("upload/storage/v1/b/models/o?name=a%0Ab&uploadType=media", 400, "invalid")]
    public async Task What_is_wrong_is_said(string path, int status, string reason)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        (await host.SendAsync(HttpMethod.Post, path, new ByteArrayContent([1]))).Expect((HttpStatusCode)status, reason);
    }

    [TestMethod]
    public async Task Names_have_1024_bytes_at_most()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        await host.StoreAsync(new string('é', 512), [1]);
        (await host.GetAsync(RunningHost.ObjectPath(new string('é', 512)))).Expect(HttpStatusCode.OK);
        (await host.UploadAsync(new string('é', 513), [1])).Expect(HttpStatusCode.BadRequest, "invalid");
    }

    [TestMethod]
    public async Task The_two_parts_are_the_resource_and_the_bytes()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        // Line ends and dashes in the bytes are bytes.
        const string media = "\r\n--\r\n--cu\r\n--\0\r\n";
        Answer stored = (await MultipartAsync(host, $"--cut\r\n{Resource}\r\n--cut\r\nContent-Type: a/b\r\n\r\n{media}\r\n--cut--\r\n")).Expect(HttpStatusCode.OK);
        Assert.AreEqual("inside", stored.Json.GetProperty("name").GetString());
        Assert.AreEqual("a/b", stored.Json.GetProperty("contentType").GetString());
        Assert.AreEqual("v", stored.Json.GetProperty("metadata").GetProperty("k").GetString());
        Assert.AreEqual(media, (await host.GetAsync(RunningHost.ObjectPath("inside", "?alt=media"))).Text);

        Answer renamed = (await MultipartAsync(host, $"--cut\r\n{Resource}\r\n--cut\r\n\r\nx\r\n--cut--", "&name=outside")).Expect(HttpStatusCode.OK);
        Assert.AreEqual("outside", renamed.Json.GetProperty("name").GetString());
    }

    [TestMethod]
    [DataRow("--cut\r\n" + Resource + "\r\n--cut--\r\n", DisplayName = "one part")]
    [DataRow("--cut\r\n" + Resource + "\r\n--cut\r\n\r\nx\r\n--cut\r\n\r\ny\r\n--cut--\r\n", DisplayName = "three parts")]
    [DataRow("--cut\r\n" + Resource + "\r\n--cut\r\n\r\nx", DisplayName = "no end")]
    [DataRow("--cut\r\nContent-Type: text/plain\r\n\r\n{}\r\n--cut\r\n\r\nx\r\n--cut--", DisplayName = "no resource")]
    [DataRow("--cut\r\nContent-Type: application/json\r\n\r\n{ no\r\n--cut\r\n\r\nx\r\n--cut--", DisplayName = "no JSON")]
    [DataRow("", DisplayName = "nothing")]
    public async Task A_malformed_body_stores_nothing(string body)
    {
        await using RunningHost host = await RunningHost.StartAsync();
        (await MultipartAsync(host, body)).Expect(HttpStatusCode.BadRequest);
        Assert.IsFalse((await host.GetAsync($"storage/v1/b/{RunningHost.Bucket}/o")).Json.TryGetProperty("items", out _));
    }

    private static Task<Answer> MultipartAsync(RunningHost host, string body, string query = "")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; boundary=\"cut\"");
        return host.SendAsync(HttpMethod.Post, $"upload/storage/v1/b/{RunningHost.Bucket}/o?uploadType=multipart{query}", content);
    }
}
