using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Log;

/// <summary>What an <c>ArtifactOutput</c> item may say.</summary>
[TestClass]
public sealed class ArtifactOutputItemTests
{
    private static readonly BuildSettings Settings = new(Path.GetFullPath("/project"), "/registry", "acme", "vision");

    [TestMethod]
    public void All_metadata_is_read()
    {
        ArtifactOutputItem output = Read(
            "resnet50", ("Type", " model "), ("Root", "out"), ("Files", "**/*.bin; !tmp/**"), ("Aliases", "best;nightly"), ("Tags", "small one;x"),
            ("Description", "A model."), ("Metadata", "{}"), ("MetadataFile", "m.json"), ("TimeToLive", "30d"), ("Incremental", "True"),
            ("LinkTo", "models/classifier:staging;models/classifier:next;other"), ("Registry", "elsewhere"));

        Assert.AreEqual("acme/vision/resnet50", output.Name.ToString());
        Assert.AreEqual("model", output.Type);
        Assert.AreEqual(Path.GetFullPath("/project/out"), output.Root);
        Assert.AreSequenceEqual(["**/*.bin", "!tmp/**"], output.Files);
        Assert.AreSequenceEqual(["best", "nightly"], output.Aliases);
        Assert.AreSequenceEqual(["small one", "x"], output.Tags);
        Assert.AreEqual("A model.", output.Description);
        Assert.AreEqual("{}", output.Metadata);
        Assert.AreEqual(Path.GetFullPath("/project/m.json"), output.MetadataFile);
        Assert.AreEqual(TimeSpan.FromDays(30), output.TimeToLive.Duration);
        Assert.IsTrue(output.Incremental);
        Assert.AreSequenceEqual(
            ["acme/models/classifier staging next", "acme/vision/other "],
            output.LinkTo.Select(link => $"{link.Portfolio} {string.Join(' ', link.Aliases)}"));
        Assert.AreEqual(Path.GetFullPath("/project/elsewhere"), output.Registry);
    }

    [TestMethod]
    public void What_is_not_said_has_its_default()
    {
        ArtifactOutputItem output = Read("a/b/c", ("Type", "model"), ("Root", "."));

        Assert.AreEqual("a/b/c", output.Name.ToString());
        Assert.AreEqual(Path.GetFullPath("/project"), output.Root);
        Assert.AreSequenceEqual(["**/*"], output.Files);
        Assert.IsTrue(output.TimeToLive.IsInherited);
        Assert.IsFalse(output.Incremental);
        Assert.IsEmpty(output.LinkTo);
        Assert.AreEqual(Path.GetFullPath("/registry"), output.Registry);
        Assert.AreSequenceEqual(["**/*", "!*.tmp"], Read("c", ("Type", "model"), ("Files", "!*.tmp")).Files);
        Assert.IsEmpty(Read("c", ("Type", "model")).Files);
    }

    [TestMethod]
    [DataRow("90s", 90)]
    [DataRow("5m", 300)]
    [DataRow("12H", 43_200)]
    [DataRow("2w", 1_209_600)]
    [DataRow("1.12:00:00", 129_600)]
    [DataRow("00:00:01", 1)]
    public void A_time_to_live_is_a_number_with_a_unit_or_a_time(string text, int seconds) =>
        Assert.AreEqual(TimeSpan.FromSeconds(seconds), Read("c", ("Type", "model"), ("TimeToLive", text)).TimeToLive.Duration);

    [TestMethod]
    public void A_version_may_live_for_ever_or_as_the_registry_says()
    {
        Assert.AreEqual(TimeToLive.Disabled, Read("c", ("Type", "model"), ("TimeToLive", "disabled")).TimeToLive);
        Assert.AreEqual(TimeToLive.Inherit, Read("c", ("Type", "model"), ("TimeToLive", "Inherit")).TimeToLive);
    }

    [TestMethod]
    [DataRow("a/b/c/d", "Type", "model", "ART1001")]
    [DataRow("c:v1", "Type", "model", "ART1004")]
    [DataRow("c", "Tags", "x", "ART1004", DisplayName = "no type")]
    [DataRow("c", "TimeToLive", "30", "ART1004")]
    [DataRow("c", "TimeToLive", "0d", "ART1004")]
    [DataRow("c", "TimeToLive", "-1d", "ART1004")]
    [DataRow("c", "TimeToLive", "d", "ART1004")]
    [DataRow("c", "TimeToLive", "1:2:x", "ART1004")]
    [DataRow("c", "TimeToLive", "2000000000w", "ART1004")]
    [DataRow("c", "TimeToLive", "for ever", "ART1004")]
    [DataRow("c", "Incremental", "maybe", "ART1004")]
    [DataRow("c", "LinkTo", "portfolio:v3", "ART1004")]
    [DataRow("c", "LinkTo", "acme/vision/c", "ART1004")]
    [DataRow("c", "LinkTo", "a/b/c/d", "ART1001")]
    [DataRow("c", "LinkTo", "p:", "ART1001")]
    [DataRow("c", "Aliases", "a/b", "ART4006")]
    [DataRow("c", "Aliases", "v7", "ART4006")]
    [DataRow("c", "Tags", "a.b", "ART4006")]
    public void What_can_not_be_understood_is_refused(string include, string metadata, string value, string code)
    {
        (string, string)[] all = metadata == "Tags" && value == "x" ? [(metadata, value)] : [("Type", "model"), (metadata, value)];
        ArtifactException failure = Codes.AssertThrows(code, () => Read(include, all));
        if (code == ArtifactCodes.InvalidOption)
            Assert.Contains(include.Split(':')[0], failure.Message);
    }

    [TestMethod]
    [DataRow("Checksum", "no")]
    [DataRow("MaxObjects", "0")]
    [DataRow("MaxObjects", "-1")]
    [DataRow("MaxObjects", "many")]
    [DataRow("MaxObjects", "99999999999")]
    public void A_value_of_a_URI_that_can_not_be_used_is_refused(string metadata, string value) =>
        Assert.Contains(value, Codes.AssertThrows("ART1004", () => OutputUri.Read(BuildFolder.Item("s3://b/k", (metadata, value)))).Message);

    [TestMethod]
    public void A_URI_has_defaults_and_may_say_otherwise()
    {
        Assert.AreEqual(new OutputUri("s3://b/k", null, true, 10_000_000), OutputUri.Read(BuildFolder.Item("s3://b/k")));
        Assert.AreEqual(
            new OutputUri("s3://b/k", "data", false, 5),
            OutputUri.Read(BuildFolder.Item("s3://b/k", ("Name", "data"), ("Checksum", "false"), ("MaxObjects", "5"))));
    }

    private static ArtifactOutputItem Read(string include, params (string, string)[] metadata) =>
        ArtifactOutputItem.Read(BuildFolder.Item(include, metadata), Settings);
}
