using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;
using ArtifactBuild.Storage.Azure;
using ArtifactBuild.Storage.Gcs;
using ArtifactBuild.Storage.S3;

namespace ArtifactBuild.Core.Tests.Storage;

[TestClass]
public sealed class CloudAddressTests
{
    [TestMethod]
    public void An_S3_address_is_taken_apart()
    {
        S3Address full = S3Address.Parse("s3://models/team%20a/prod/?region=eu-central-1&endpoint=http%3A%2F%2F127.0.0.1%3A9000&path-style=true");

        Assert.AreEqual(new S3Address("models", "team a/prod", "eu-central-1", new Uri("http://127.0.0.1:9000"), true), full);
        Assert.AreEqual(new S3Address("models", "", null, null, false), S3Address.Parse("s3://models"));
    }

    [TestMethod]
    public void Google_and_Azure_addresses_are_taken_apart()
    {
        Assert.AreEqual(new GcsAddress("models", "a/b"), GcsAddress.Parse("gs://models/a/b"));
        Assert.AreEqual(new AzureAddress("account", "container", "a/b"), AzureAddress.Parse("azure://account/container/a/b"));
        Assert.AreEqual(new AzureAddress("account", "container", ""), AzureAddress.Parse("azure://account/container"));
    }

    [TestMethod]
    [DataRow("s3:///prefix")]
    [DataRow("gs://bucket")]
    [DataRow("s3://key:canary-7f3a9c@bucket/prefix")]
    [DataRow("s3://bucket?secret=canary-7f3a9c")]
    [DataRow("s3://bucket?region=a&region=b")]
    [DataRow("s3://bucket?path-style=yes")]
    [DataRow("s3://bucket?endpoint=ftp://host")]
    [DataRow("s3://bucket?endpoint=http://user:canary-7f3a9c@host")]
    [DataRow("s3://bucket#fragment")]
    public void What_is_no_S3_address_is_refused_without_showing_a_secret(string address) =>
        AssertRefused(() => S3Address.Parse(address));

    [TestMethod]
    [DataRow("azure://account:canary-7f3a9c/container")]
    [DataRow("azure://account:canary-7f3a9c")]
    [DataRow("azure://user:canary-7f3a9c@account/container")]
    [DataRow("azure://account/container?canary-7f3a9c")]
    [DataRow("azure://account/container?sig=canary-7f3a9c")]
    public void What_is_no_Azure_address_is_refused_without_showing_a_secret(string address) =>
        AssertRefused(() => AzureAddress.Parse(address));

    [TestMethod]
    public void An_Azure_address_needs_a_container() => AssertRefused(() => AzureAddress.Parse("azure://account"));

    [TestMethod]
    [DataRow("s3://bucket/prefix")]
    [DataRow("gs://bucket/prefix")]
    [DataRow("azure://account/container/prefix")]
    public async Task Opening_a_store_asks_nobody_and_keeps_the_address(string address)
    {
        await using IObjectStore store = ObjectStores.Open(address);
        Assert.AreEqual(address, store.Address);
    }

    private static void AssertRefused(Action parse)
    {
        ArtifactException refusal = Assert.ThrowsExactly<ArtifactException>(parse);
        Assert.AreEqual(ArtifactCodes.InvalidRegistry, refusal.Code);
        Assert.DoesNotContain("canary", refusal.Message);
    }
}
