using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Azure;
using ArtifactBuild.Storage.Azure.References;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>How addresses of registries and URIs of references are read and shown.</summary>
[TestClass]
public sealed class BlobUriTests
{
    [TestMethod]
    [DataRow("azure://account/container", "azure://account/container")]
    [DataRow("azure://account/container/a/b/", "azure://account/container/a/b")]
    [DataRow("azure://ACCOUNT/container/%E2%82%AC%20a%23/b", "azure://account/container/%E2%82%AC%20a%23/b")]
    public void An_address_is_shown_as_it_can_be_read_again(string address, string shown)
    {
        var parsed = AzureAddress.Parse(address);

        Assert.AreEqual(shown, parsed.ToString());
        Assert.AreEqual(parsed, AzureAddress.Parse(shown));
    }

    [TestMethod]
    [DataRow("azure://ac.evil.example/container")]
    [DataRow("azure://account/Con tainer")]
    [DataRow("azure://account/container?sig=canary-7f3a9c")]
    public void What_could_lead_elsewhere_is_no_address(string address) =>
        Assert.DoesNotContain("canary", Codes.AssertThrows(ArtifactCodes.InvalidRegistry, () => AzureAddress.Parse(address)).Message);

    [TestMethod]
    [DataRow("https://user:canary-7f3a9c@account.blob.core.windows.net/c/b")]
    [DataRow("https://account.blob.core.windows.net/c/b?sv=2021-12-02&sig=canary-7f3a9c")]
    [DataRow("https://account.blob.core.windows.net/c/b?versionId=v&SIG=canary-7f3a9c")]
    [DataRow("https://account.blob.core.windows.net/c/b?%73ig=canary-7f3a9c")]
    [DataRow("https://account.blob.core.windows.net/c/b?access_token=canary-7f3a9c")]
    [DataRow("https://account.blob.core.windows.net/c/b?AccountKey=canary-7f3a9c")]
    [DataRow("https://account.blob.core.windows.net:canary-7f3a9c/c/b")]
    [DataRow("https://account.blob.core.windows.net/c/b?snapshot=2026")]
    [DataRow("https://account.blob.core.windows.net:8443/c/b")]
    [DataRow("https://account.evil.blob.core.windows.net/c/b")]
    [DataRow("https://account.blob.core.windows.net/")]
    [DataRow("https://account.blob.core.windows.net/UP/b")]
    [DataRow("azure://account")]
    public void What_has_a_secret_or_names_no_blob_is_no_reference(string uri) =>
        Assert.DoesNotContain("canary", Codes.AssertThrows(ArtifactCodes.InvalidReference, () => BlobUri.Parse(uri)).ToString());

    [TestMethod]
    public void A_URI_is_taken_apart()
    {
        var uri = BlobUri.Parse("https://Account.blob.core.windows.net/c/a%20b/x?versionId=2026-01-02T03%3A04%3A05Z&foo=1#there");

        Assert.AreEqual(
            new BlobUri("https://Account.blob.core.windows.net/c/a%20b/x", "account", "c", "a b/x", false, "2026-01-02T03:04:05Z"), uri);
        Assert.AreEqual("x", uri.BaseName);
        Assert.AreEqual("a b/x/", uri.Prefix);
        Assert.IsTrue(BlobUri.Parse("https://account.blob.core.windows.net/c/a/").IsFolder);
    }
}
