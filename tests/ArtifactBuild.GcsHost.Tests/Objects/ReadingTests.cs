using System.IO.Compression;
using System.Net;
using System.Text.Json;
using ArtifactBuild.GcsHosting.Tests.Fixtures;

namespace ArtifactBuild.GcsHosting.Tests.Objects;

[TestClass]
public class ReadingTests
{
    [TestMethod]
    [DataRow("bytes=0-0", "0", "bytes 0-0/10")]
    [DataRow("bytes=3-5", "345", "bytes 3-5/10")]
    [DataRow("bytes=7-", "789", "bytes 7-9/10")]
    [DataRow("bytes=7-99", "789", "bytes 7-9/10")]
    [DataRow("bytes=-2", "89", "bytes 8-9/10")]
    [DataRow("bytes=-99", "0123456789", "bytes 0-9/10")]
    public async Task A_range_is_a_range(string range, string content, string contentRange)
    {
        await using RunningHost host = await WithDigitsAsync();
        Answer part = await host.GetAsync(RunningHost.ObjectPath("digits", "?alt=media"), ("Range", range));
        part.Expect(HttpStatusCode.PartialContent);
        Assert.AreEqual(content, part.Text);
        Assert.AreEqual(contentRange, part.Header("Content-Range"));
    }

    [TestMethod]
    [DataRow("bytes=5-3")]
    [DataRow("bytes=a-b")]
    [DataRow("lines=1-2")]
    public async Task What_is_no_range_is_ignored(string range)
    {
        await using RunningHost host = await WithDigitsAsync();
        Answer all = await host.GetAsync(RunningHost.ObjectPath("digits", "?alt=media"), ("Range", range));
        Assert.AreEqual("0123456789", all.Expect(HttpStatusCode.OK).Text);
    }

    [TestMethod]
    public async Task A_range_past_the_end_can_not_be_had()
    {
        await using RunningHost host = await WithDigitsAsync();
        Answer beyond = await host.GetAsync(RunningHost.ObjectPath("digits", "?alt=media"), ("Range", "bytes=10-"));
        Assert.AreEqual("bytes */10", beyond.Expect(HttpStatusCode.RequestedRangeNotSatisfiable).Header("Content-Range"));
    }

    [TestMethod]
    public async Task The_headers_say_what_the_resource_says()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        JsonElement resource = await host.StoreAsync("hello", "hello world"u8.ToArray());
        Answer media = await host.GetAsync(RunningHost.ObjectPath("hello", "?alt=media"));
        Assert.AreEqual(resource.GetProperty("generation").GetString(), media.Header("X-Goog-Generation"));
        Assert.AreEqual(resource.GetProperty("etag").GetString(), media.Header("ETag"));
        Assert.AreEqual("1", media.Header("X-Goog-Metageneration"));
        Assert.AreEqual("crc32c=yZRlqg==,md5=XrY7u+Ae7tCTyyK7j1rNww==", media.Header("X-Goog-Hash"));
        Assert.AreEqual("11", media.Header("X-Goog-Stored-Content-Length"));
        Assert.AreEqual("11", media.Header("Content-Length"));
        Assert.AreEqual("yZRlqg==", resource.GetProperty("crc32c").GetString());
        Assert.AreEqual("XrY7u+Ae7tCTyyK7j1rNww==", resource.GetProperty("md5Hash").GetString());
        Assert.AreEqual("11", resource.GetProperty("size").GetString());
        Assert.IsTrue(DateTimeOffset.Parse(resource.GetProperty("timeCreated").GetString()!, null) > DateTimeOffset.UtcNow.AddMinutes(-5));
        Assert.IsTrue(DateTimeOffset.TryParse(media.Header("Last-Modified"), out _));
        // The link of the resource leads to the same bytes.
        Assert.AreEqual("hello world", (await host.GetAsync(resource.GetProperty("mediaLink").GetString()!)).Text);
    }

    [TestMethod]
    public async Task Reads_have_conditions_too()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        JsonElement resource = await host.StoreAsync("hello", [1]);
        string generation = resource.GetProperty("generation").GetString()!;
        string etag = resource.GetProperty("etag").GetString()!;
        foreach (string media in new[] { "", "&alt=media" })
        {
            (await host.GetAsync(RunningHost.ObjectPath("hello", $"?ifGenerationMatch={generation}{media}"))).Expect(HttpStatusCode.OK);
            (await host.GetAsync(RunningHost.ObjectPath("hello", $"?ifGenerationMatch=1{media}"))).Expect(HttpStatusCode.PreconditionFailed);
            (await host.GetAsync(RunningHost.ObjectPath("hello", $"?ifGenerationNotMatch={generation}{media}"))).Expect(HttpStatusCode.NotModified);
            (await host.GetAsync(RunningHost.ObjectPath("hello", $"?ifGenerationNotMatch=1{media}"))).Expect(HttpStatusCode.OK);
            (await host.GetAsync(RunningHost.ObjectPath("hello", $"?generation={generation}{media}"))).Expect(HttpStatusCode.OK);
            (await host.GetAsync(RunningHost.ObjectPath("hello", $"?generation=1{media}"))).Expect(HttpStatusCode.NotFound);
            string path = RunningHost.ObjectPath("hello", "?" + media);
            (await host.GetAsync(path, ("If-None-Match", etag))).Expect(HttpStatusCode.NotModified);
            (await host.GetAsync(path, ("If-None-Match", "\"other\""))).Expect(HttpStatusCode.OK);
            (await host.GetAsync(path, ("If-Match", etag))).Expect(HttpStatusCode.OK);
            (await host.GetAsync(path, ("If-Match", "other"))).Expect(HttpStatusCode.PreconditionFailed);
        }
    }

    [TestMethod]
    public async Task A_name_is_one_segment_of_the_path()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        await host.StoreAsync("a/b", [1]);
        (await host.GetAsync(RunningHost.ObjectPath("a/b"))).Expect(HttpStatusCode.OK);
        (await host.GetAsync($"storage/v1/b/{RunningHost.Bucket}/o/a/b")).Expect(HttpStatusCode.NotFound);
        (await host.GetAsync($"storage/v1/b/{RunningHost.Bucket}/o/")).Expect(HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task A_plus_is_a_plus_in_the_path_and_a_space_in_the_query()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        (await host.SendAsync(HttpMethod.Post, $"upload/storage/v1/b/{RunningHost.Bucket}/o?uploadType=media&name=one+two", new ByteArrayContent([1]))).Expect(HttpStatusCode.OK);
        (await host.GetAsync($"storage/v1/b/{RunningHost.Bucket}/o/one%20two")).Expect(HttpStatusCode.OK);
        (await host.GetAsync($"storage/v1/b/{RunningHost.Bucket}/o/one+two")).Expect(HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task Who_can_not_decompress_gets_it_decompressed()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync("plain text"u8.ToArray());
        (await host.UploadAsync("page", compressed.ToArray(), "&contentEncoding=gzip")).Expect(HttpStatusCode.OK);

        Answer plain = await host.GetAsync(RunningHost.ObjectPath("page", "?alt=media"), ("Range", "bytes=0-1"));
        Assert.AreEqual("plain text", plain.Expect(HttpStatusCode.OK).Text);
        Answer stored = await host.GetAsync(RunningHost.ObjectPath("page", "?alt=media"), ("Accept-Encoding", "gzip"));
        CollectionAssert.AreEqual(compressed.ToArray(), stored.Body);
        Assert.AreEqual("gzip", stored.Header("Content-Encoding"));
    }

    [TestMethod]
    public async Task A_slow_reader_gets_all_of_what_is_replaced_meanwhile()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = RunningHost.Bytes(30_000_000);
        await host.StoreAsync("large", bytes);
        using HttpResponseMessage response = await host.Client.GetAsync(RunningHost.ObjectPath("large", "?alt=media"), HttpCompletionOption.ResponseHeadersRead);
        await host.StoreAsync("large", [1]);
        (await host.SendAsync(HttpMethod.Delete, RunningHost.ObjectPath("large"))).Expect(HttpStatusCode.NoContent);
        CollectionAssert.AreEqual(bytes, await response.Content.ReadAsByteArrayAsync());
    }

    private static async Task<RunningHost> WithDigitsAsync()
    {
        RunningHost host = await RunningHost.StartAsync();
        await host.StoreAsync("digits", "0123456789"u8.ToArray());
        return host;
    }
}
