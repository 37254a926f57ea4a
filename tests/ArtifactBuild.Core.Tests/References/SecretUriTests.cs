using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.References.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>A URI with credentials in it would stand in the manifest, for everybody to read: it is refused, and not shown.</summary>
[TestClass]
public class SecretUriTests
{
    private const string Secret = "s3cr3t-value";

    [TestMethod]
    [DataRow("http://{0}@127.0.0.1:1/a")]
    [DataRow("http://user:{0}@127.0.0.1:1/a")]
    [DataRow("https://user:{0}@[::1]:1/a")]
    [DataRow("ftp://user:{0}@host/a")]
    [DataRow("unknown://user:{0}@ho st/a")]
    [DataRow("unknown://ho st/a?token={0}")]
    [DataRow("http:\\\\user:{0}@host/a")]
    [DataRow("s3://user:{0}@bucket/a")]
    [DataRow("https://bucket.s3.amazonaws.com/a?X-Amz-Signature={0}")]
    [DataRow("https://bucket.s3.amazonaws.com/a?x=1&x-amz-signature={0}")]
    [DataRow("https://bucket.s3.amazonaws.com/a?X-Amz-Security-Token={0}")]
    [DataRow("https://bucket.s3.amazonaws.com/a?X-Amz-Credential={0}")]
    [DataRow("https://bucket.s3.amazonaws.com/a?AWSAccessKeyId=x&Signature={0}")]
    [DataRow("https://storage.googleapis.com/b/a?X-Goog-Signature={0}")]
    [DataRow("https://account.blob.core.windows.net/c/a?sv=1&sig={0}")]
    [DataRow("https://host/a?access_token={0}")]
    [DataRow("https://host/a?ACCESS%5FTOKEN={0}")]
    [DataRow("https://host/a?api_key={0}")]
    [DataRow("https://host/a?x=1&token={0}#frag")]
    [DataRow("https://host/a?x=1;token={0}")]
    [DataRow("https://host/a?password={0}")]
    [DataRow("https://host/a#access_token={0}")]
    [DataRow("unknown://host/a?token={0}")]
    public async Task It_is_refused_without_being_shown(string form)
    {
        using var draft = new Artifact("data", "dataset");
        foreach (bool checksum in new[] { true, false })
        {
            ArtifactException failure = await Codes.AssertThrowsAsync(
                ArtifactCodes.InvalidReference,
                () => draft.AddReferenceAsync(form.Replace("{0}", Secret, StringComparison.Ordinal), "a", checksum));
            Assert.DoesNotContain(Secret, failure.ToString());
        }

        Assert.AreEqual(0, draft.Manifest.Count);
    }

    [TestMethod]
    [DataRow("https://host/a?version=1&tokenizer=bpe")]
    [DataRow("https://host/token/signature?x=sig")]
    [DataRow("https://host/a#section")]
    [DataRow("https://host/a?token#token")]
    [DataRow("unknown://host/a@b?x=c@d")]
    public async Task What_only_looks_like_it_is_not(string uri)
    {
        using var draft = new Artifact("data", "dataset");
        Assert.AreEqual(uri, (await draft.AddReferenceAsync(uri, "a", checksum: false)).Single().Ref);
    }

    /// <summary>Another tool may have logged one all the same.</summary>
    [TestMethod]
    [DataRow("404 Not Found", ArtifactCodes.ReferenceUnavailable)]
    [DataRow("200 OK", ArtifactCodes.DigestMismatch)]
    public async Task Errors_about_one_that_is_in_a_manifest_do_not_show_it(string status, string code)
    {
        using var server = new WebServer(turn => turn.AnswerAsync(status, []));
        string uri = $"{server.Root.Replace("//", $"//user:{Secret}@", StringComparison.Ordinal)}/a?sig={Secret}";
        ArtifactException failure = await Codes.AssertThrowsAsync(code, () => WebReference.LoadAsync(uri));
        Assert.DoesNotContain(Secret, failure.ToString());
    }
}
