using System.Text.Json;
using ArtifactBuild.Core.Tests.References.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>What an entry says of something on a web server.</summary>
[TestClass]
public class HttpDescribeTests
{
    private static readonly byte[] Body = "the content"u8.ToArray();

    [TestMethod]
    [DataRow("\"abc\"", "abc")]
    [DataRow("W/\"abc\"", "W/\"abc\"")]
    [DataRow("abc", "abc")]
    [DataRow("\"abc", "\"abc")]
    [DataRow("\"a\"b\"", "a\"b")]
    public async Task The_digest_is_the_ETag(string etag, string digest)
    {
        using var server = new WebServer(turn => turn.AnswerAsync(Body, $"ETag: {etag}"));

        ManifestEntry entry = await WebReference.DescribeAsync(server.Root + "/dir/a.bin?x=1");

        Assert.AreEqual(("a.bin?x=1", digest, (long?)Body.Length), (entry.Path, entry.Digest, entry.Size));
        Assert.AreEqual(server.Root + "/dir/a.bin?x=1", entry.Ref);
        Assert.AreEqual(etag, entry.Extra["etag"].GetString());
        Assert.AreEqual("GET /dir/a.bin?x=1", string.Join(' ', server.Turns.Select(turn => $"{turn.Method} {turn.Path}")));
        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(entry));
    }

    [TestMethod]
    public async Task Without_an_ETag_the_digest_is_the_URI()
    {
        using var server = new WebServer(turn => turn.AnswerAsync(Body));

        ManifestEntry entry = await WebReference.DescribeAsync(server.Root + "/a.bin");

        Assert.AreEqual((server.Root + "/a.bin", (long?)Body.Length), (entry.Digest, entry.Size));
        Assert.AreEqual("{}", JsonSerializer.Serialize(entry.Extra));
        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(entry));
    }

    [TestMethod]
    public async Task A_body_in_pieces_has_no_known_size()
    {
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "ETag: \"e\"", "Transfer-Encoding: chunked");
            await turn.ChunkAsync(Body[..3]);
            await turn.ChunkAsync(Body[3..]);
            await turn.ChunkAsync([]);
        });

        ManifestEntry entry = await WebReference.DescribeAsync(server.Root + "/a.bin");

        Assert.AreEqual(("e", null), (entry.Digest, entry.Size));
        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(entry));
    }

    [TestMethod]
    public async Task A_body_that_ends_with_the_connection_has_no_known_size()
    {
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "Connection: close");
            await turn.WriteAsync(Body);
            turn.End();
        });

        ManifestEntry entry = await WebReference.DescribeAsync(server.Root + "/a.bin");

        Assert.IsNull(entry.Size);
        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(entry));
    }

    [TestMethod]
    public async Task The_body_is_not_waited_for()
    {
        using var server = new WebServer(turn => turn.HeadAsync("200 OK", "ETag: \"e\"", "Content-Length: 10000000000"));
        ManifestEntry entry = await WebReference.DescribeAsync(server.Root + "/huge.bin").WaitAsync(TestClock.Patience);
        Assert.AreEqual(10_000_000_000, entry.Size);
    }

    [TestMethod]
    public async Task Without_a_checksum_nothing_is_asked()
    {
        using var server = new WebServer(turn => turn.AnswerAsync(Body, "ETag: \"e\""));

        ManifestEntry entry = await WebReference.DescribeAsync(server.Root + "/a.bin", checksum: false);

        Assert.AreEqual((server.Root + "/a.bin", null), (entry.Digest, entry.Size));
        Assert.AreEqual(0, server.Connections);
        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(entry));
    }

    [TestMethod]
    [DataRow("404 Not Found", 1)]
    [DataRow("410 Gone", 1)]
    [DataRow("401 Unauthorized", 1)]
    [DataRow("403 Forbidden", 1)]
    [DataRow("204 No Content", 1)]
    [DataRow("304 Not Modified", 1)]
    [DataRow("501 Not Implemented", 1)]
    [DataRow("429 Too Many Requests", 4)]
    [DataRow("500 Internal Server Error", 4)]
    [DataRow("503 Service Unavailable", 4)]
    public async Task What_is_not_there_can_not_be_referenced(string status, int requests)
    {
        using var server = new WebServer(turn => turn.HeadAsync(status, status[0] == '2' || status[0] == '3' ? "X: y" : "Content-Length: 0"));

        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.InvalidReference, () => WebReference.DescribeAsync(server.Root + "/a.bin"));

        StringAssert.Contains(failure.Message, status[..3], StringComparison.Ordinal);
        Assert.HasCount(requests, server.Turns);
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/dir/")]
    [DataRow("/a.bin?x=1/")]
    public async Task A_name_is_needed_where_none_can_be_made(string path)
    {
        using var server = new WebServer(turn => turn.AnswerAsync(Body));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => WebReference.DescribeAsync(server.Root + path));
        Assert.AreEqual("named.bin", (await WebReference.DescribeAsync(server.Root + path, name: "named.bin")).Path);
    }

    [TestMethod]
    [DataRow("http://")]
    [DataRow("http:///a")]
    [DataRow("https://[::zz]/a")]
    [DataRow("http://a b/c")]
    public async Task What_is_no_address_is_refused(string uri) =>
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => WebReference.DescribeAsync(uri, name: "a"));
}
