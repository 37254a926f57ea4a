using ArtifactBuild.Core.Tests.References.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Remote;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>Redirects: from http(s) to http(s) and never back, a few of them, and nowhere else.</summary>
[TestClass]
public class HttpRedirectTests
{
    private static readonly byte[] Body = "the content"u8.ToArray();

    [TestMethod]
    [DataRow("301 Moved Permanently")]
    [DataRow("302 Found")]
    [DataRow("303 See Other")]
    [DataRow("307 Temporary Redirect")]
    [DataRow("308 Permanent Redirect")]
    public async Task A_redirect_is_followed_and_the_entry_keeps_the_first_URI(string status)
    {
        using var other = new WebServer(turn => turn.AnswerAsync(Body, "ETag: \"e\""));
        using var server = new WebServer(turn => turn.RedirectAsync(other.Root + "/there", status));

        ManifestEntry entry = await WebReference.DescribeAsync(server.Root + "/here");

        Assert.AreEqual(("here", "e", server.Root + "/here"), (entry.Path, entry.Digest, entry.Ref));
        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(entry));
    }

    [TestMethod]
    [DataRow("/x/there?y=1", "/x/there?y=1")]
    [DataRow("there", "/dir/there")]
    [DataRow("../there", "/there")]
    [DataRow("?q=2", "/dir/here?q=2")]
    public async Task A_relative_address_is_followed(string location, string path)
    {
        using var server = new WebServer(turn => turn.Path == "/dir/here" ? turn.RedirectAsync(location) : turn.AnswerAsync(Body));

        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(server.Root + "/dir/here", digest: server.Root + "/dir/here"));

        Assert.AreEqual(path, server.Turns[^1].Path);
    }

    [TestMethod]
    public async Task Ten_redirects_are_followed_and_a_loop_is_not()
    {
        using var server = new WebServer(turn =>
        {
            int left = int.Parse(turn.Path[1..], System.Globalization.CultureInfo.InvariantCulture);
            return left == 0 ? turn.AnswerAsync(Body) : turn.RedirectAsync($"/{left - 1}");
        });
        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(server.Root + "/10", digest: server.Root + "/10"));
        Assert.HasCount(11, server.Turns);
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/11"));
        Assert.HasCount(22, server.Turns);

        using var loop = new WebServer(turn => turn.RedirectAsync("/a"));
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.InvalidReference, () => WebReference.DescribeAsync(loop.Root + "/a"));
        StringAssert.Contains(failure.Message, "more than 10 times", StringComparison.Ordinal);
        Assert.HasCount(11, loop.Turns);
    }

    [TestMethod]
    [DataRow("file:///etc/passwd")]
    [DataRow("ftp://127.0.0.1/a")]
    [DataRow("data:text/plain,x")]
    [DataRow("javascript:1")]
    [DataRow("ws://127.0.0.1/a")]
    [DataRow("http://[::zz]/a")]
    [DataRow("//")]
    [DataRow("http://")]
    [DataRow("http:///a")]
    [DataRow("")]
    public async Task Other_addresses_are_not_followed(string location)
    {
        using var server = new WebServer(turn => turn.RedirectAsync(location));
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a"));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => WebReference.DescribeAsync(server.Root + "/a"));
    }

    [TestMethod]
    public async Task A_redirect_to_nowhere_is_an_error()
    {
        using var server = new WebServer(turn => turn.AnswerAsync("302 Found", []));
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a"));
        StringAssert.Contains(failure.Message, "302", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_body_that_breaks_off_behind_a_redirect_goes_on()
    {
        byte[] large = TestContent.Random(62, 500_000);
        using var server = new WebServer(async turn =>
        {
            if (turn.Path == "/here")
            {
                await turn.RedirectAsync("/there");
            }
            else if (turn.Number > 1)
            {
                await turn.RangeAsync(large, "ETag: \"tag\"");
            }
            else
            {
                await turn.HeadAsync("200 OK", $"Content-Length: {large.Length}", "ETag: \"tag\"");
                await turn.WriteAsync(large.AsMemory(..1000));
                turn.End();
            }
        });

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/here", size: large.Length);

        Assert.IsTrue(large.AsSpan().SequenceEqual(loaded));
        CollectionAssert.AreEqual(new[] { "/here", "/there", "/here", "/there" }, server.Turns.Select(turn => turn.Path).ToArray());
    }

    [TestMethod]
    [DataRow("http://a/x", "https://b/y", true)]
    [DataRow("https://a/x", "https://b/y", true)]
    [DataRow("https://a/x", "/y", true)]
    [DataRow("https://a/x", "//b/y", true)]
    [DataRow("https://a/x", "http://a/x", false)]
    [DataRow("https://a/x", "http://b/y", false)]
    [DataRow("https://a/x", "file:///y", false)]
    public void What_came_over_https_does_not_go_on_over_http(string from, string location, bool allowed)
    {
        Uri Follow() => HttpExchange.Next(new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute));
        if (allowed)
            Assert.AreEqual(Uri.UriSchemeHttps, Follow().Scheme);
        else
            Assert.IsFalse(Assert.Throws<StoreFailureException>(() => _ = Follow()).Failure.IsTransient);
    }
}
