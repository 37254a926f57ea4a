using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.S3;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.S3;

[TestClass]
public class S3AddressTests
{
    [TestMethod]
    [DataRow("s3://models", "s3://models")]
    [DataRow("s3://models/", "s3://models")]
    [DataRow("s3://models/team%20a//prod/", "s3://models/team%20a/prod")]
    [DataRow("s3://models/100%25?region=eu-central-1", "s3://models/100%25?region=eu-central-1")]
    [DataRow("s3://models?path-style=false&region=", "s3://models")]
    [DataRow(
        "s3://models/a?region=r&path-style=true&endpoint=http://127.0.0.1:9000/",
        "s3://models/a?endpoint=http%3A%2F%2F127.0.0.1%3A9000&path-style=true&region=r")]
    public void An_address_is_shown_in_one_way_which_leads_to_the_same_place(string written, string shown)
    {
        S3Address address = S3Address.Parse(written);
        Assert.AreEqual(shown, address.ToString());
        Assert.AreEqual(shown, S3Address.Parse(shown).ToString());
    }

    [TestMethod]
    [DataRow("s3://bucket?endpoint=http://host?token=canary-7f3a9c")]
    [DataRow("s3://bucket?endpoint=http://host%23canary-7f3a9c")]
    [DataRow("s3://bucket?region=canary-7f3a9c.evil.example")]
    public void What_could_lead_elsewhere_or_be_a_secret_is_refused(string address)
    {
        ArtifactException refusal = Codes.AssertThrows(ArtifactCodes.InvalidRegistry, () => S3Address.Parse(address));
        Assert.DoesNotContain("canary", refusal.Message);
    }

    [TestMethod]
    public async Task Opening_a_store_asks_nobody()
    {
        await using IObjectStore store = ObjectStores.Open("s3://bucket/a/?endpoint=http://127.0.0.1:1");
        Assert.AreEqual("s3://bucket/a?endpoint=http%3A%2F%2F127.0.0.1%3A1", store.Address);
    }
}
