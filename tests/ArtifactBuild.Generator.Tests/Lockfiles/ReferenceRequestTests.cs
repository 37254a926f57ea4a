using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Tests.Lockfiles;

[TestClass]
public sealed class ReferenceRequestTests
{
    [TestMethod]
    [DataRow("n", null, null, "e/p/n:latest")]
    [DataRow(" q/n ", "", " ", "e/q/n:latest")]
    [DataRow("f/q/n", null, null, "f/q/n:latest")]
    [DataRow("n:production", null, null, "e/p/n:production")]
    [DataRow("n:v3", "3", null, "e/p/n:v3")]
    [DataRow("n", "v3", null, "e/p/n:v3")]
    [DataRow("n", "3", null, "e/p/n:v3")]
    [DataRow("n", null, "best", "e/p/n:best")]
    [DataRow("n:best", null, "best", "e/p/n:best")]
    [DataRow("n", "3", "v3", "e/p/n:v3")]
    public void A_well_formed_item_is_qualified(string include, string? version, string? alias, string expected) =>
        Assert.AreEqual(expected, ReferenceRequest.Qualify(include, version, alias, "e", "p"));

    [TestMethod]
    [DataRow("", null, null)]
    [DataRow("a/b/c/d", null, null)]
    [DataRow("a//c", null, null)]
    [DataRow("/n", null, null)]
    [DataRow("n:", null, null)]
    [DataRow("n:", "3", null)]
    [DataRow("n:a:b", null, null)]
    [DataRow("n:a/b", null, null)]
    [DataRow("../n", null, null)]
    [DataRow("a\\n", null, null)]
    [DataRow("n:latest", "3", null)]
    [DataRow("n:v2", "3", null)]
    [DataRow("n", "three", null)]
    [DataRow("n", "v", null)]
    [DataRow("n", "3", "best")]
    [DataRow("n:a", null, "b")]
    public void An_item_that_is_not_well_formed_gives_nothing(string include, string? version, string? alias) =>
        Assert.IsNull(ReferenceRequest.Qualify(include, version, alias, "e", "p"));

    [TestMethod]
    public void Without_defaults_there_are_those_of_WandB() =>
        Assert.AreEqual("default/uncategorized/n:latest", ReferenceRequest.Qualify("n", null, null, null, ""));

    [TestMethod]
    public void A_request_is_taken_apart()
    {
        Assert.AreEqual(new ReferenceRequest("e", "p", "n", "v3"), ReferenceRequest.Parse("e/p/n:v3"));
        Assert.IsNull(ReferenceRequest.Parse("e/p/n"));
        Assert.IsNull(ReferenceRequest.Parse("p/n:v3"));
    }
}
