using ArtifactBuild.Builds.Log;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Cli.Tests.Commands;

/// <summary>What the switches of <c>artifact log</c> come to.</summary>
[TestClass]
public sealed class LogOptionsTests
{
    [TestMethod]
    [DataRow("s3://bucket/k", null, "s3://bucket/k")]
    [DataRow("name=s3://bucket/k", "name", "s3://bucket/k")]
    [DataRow("a/b c.bin=custom://host/k=v", "a/b c.bin", "custom://host/k=v")]
    [DataRow("https://host/x?a=b", null, "https://host/x?a=b")]
    [DataRow("file:///x=y", null, "file:///x=y")]
    [DataRow("=s3://bucket/k", null, "=s3://bucket/k")]
    [DataRow("name=", "name", "")]
    public void An_equals_sign_before_the_scheme_ends_a_name(string text, string? name, string uri)
    {
        OutputUri read = GivenOptions.InLogSwitch("--uri", text).Uris[1];
        Assert.AreEqual((uri, name), (read.Uri, read.Name));
        Assert.IsTrue(read.Checksum);
        Assert.AreEqual(OutputUri.DefaultMaxObjects, read.MaxObjects);
    }

    [TestMethod]
    public void A_semicolon_in_a_switch_does_not_separate()
    {
        Assert.AreSequenceEqual(["a;b"], GivenOptions.InLogSwitch("--alias", "a;b").Aliases);
        Codes.AssertThrows("ART4006", () => GivenOptions.InLogSwitch("--tag", "a;b"));
    }

    [TestMethod]
    public void Switches_about_URIs_hold_for_all_of_them()
    {
        Assert.IsFalse(GivenOptions.InLogSwitch("--no-checksum", "true").Uris.Single().Checksum);
        Assert.AreEqual(7, GivenOptions.InLogSwitch("--max-objects", "7").Uris.Single().MaxObjects);
    }
}
