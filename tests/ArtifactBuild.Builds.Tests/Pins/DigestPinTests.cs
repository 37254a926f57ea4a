using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Pins;

[TestClass]
public sealed class DigestPinTests
{
    [TestMethod]
    [DataRow(false, DisplayName = "of the artifact")]
    [DataRow(true, DisplayName = "of the manifest")]
    public async Task A_digest_alone_finds_its_version(bool byManifest)
    {
        await using var registry = new LocalRegistry();
        LogResult first = await registry.LogAsync("model", [], ("a.bin", "one"));
        await registry.LogAsync("model", [], ("a.bin", "two"));
        string digest = byManifest ? first.Artifact.CommitHash : first.Artifact.Digest;
        BuildProject app = new BuildProject(registry).Refer("model", ("Digest", digest));

        RestoreResult result = await app.RestoreAsync();

        Assert.AreEqual("v0", app.Locked.Find($"default/uncategorized/model:{digest}")!.Version);
        Assert.AreEqual("one", File.ReadAllText(result.Files.Single().Source));
        Assert.IsTrue((await app.RestoreLockedAsync()).UpToDate);
    }

    [TestMethod]
    public async Task Of_several_versions_with_the_digest_it_is_the_oldest()
    {
        await using var registry = new LocalRegistry();
        LogResult first = await registry.LogAsync("model", [], ("a.bin", "one"));
        await registry.LogAsync("model", [], ("a.bin", "two"));
        await registry.LogAsync("model", [], ("a.bin", "one"));
        BuildProject app = new BuildProject(registry).Refer("model", ("Digest", first.Artifact.Digest));
        await app.RestoreAsync();
        Assert.AreEqual("v0", app.Locked.Artifacts[0].Version);
    }

    [TestMethod]
    public async Task A_digest_that_no_version_has_is_an_error()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", ["best"], ("a.bin", "one"));
        BuildProject app = new BuildProject(registry).Refer("model", ("Digest", new string('0', 32)));
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, app.RestoreAsync);
        Assert.Contains(new string('0', 32), failure.Message);
        Assert.Contains("best", failure.Message);
        Assert.AreEqual(0, failure.Reference);
        Assert.IsFalse(File.Exists(app.LockFile));
    }

    [TestMethod]
    public async Task Beside_an_alias_it_says_what_the_alias_must_mean()
    {
        await using var registry = new LocalRegistry();
        LogResult first = await registry.LogAsync("model", ["best"], ("a.bin", "one"));
        BuildProject app = new BuildProject(registry).Refer("model:best", ("Digest", first.Artifact.CommitHash));
        await app.RestoreAsync();
        Assert.AreEqual("v0", app.Locked.Find("default/uncategorized/model:best")!.Version);

        LogResult second = await registry.LogAsync("model", ["best"], ("a.bin", "two"));
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.OtherDigest, () => app.UpdateAsync());
        Assert.Contains(first.Artifact.CommitHash, failure.Message);
        Assert.Contains(second.Artifact.CommitHash, failure.Message);
        Assert.AreEqual("v0", app.Locked.Artifacts[0].Version);
    }

    [TestMethod]
    public async Task A_pin_with_another_digest_does_not_fit()
    {
        await using var registry = new LocalRegistry();
        LogResult first = await registry.LogAsync("model", [], ("a.bin", "one"));
        BuildProject app = new BuildProject(registry).Refer("model:v0");
        await app.RestoreAsync();
        app.References.Clear();
        app.Refer("model:v0", ("Digest", new string('a', 32)));

        ArtifactException locked = await Codes.AssertThrowsAsync(ArtifactCodes.LockfileMismatch, app.RestoreLockedAsync);
        Assert.Contains($"Digest is “{new string('a', 32)}”, the lockfile has “{first.Artifact.Digest}”", locked.Message);
        await Codes.AssertThrowsAsync(ArtifactCodes.OtherDigest, app.RestoreAsync);
    }

    [TestMethod]
    [DataRow("abc")]
    [DataRow("0123456789ABCDEF0123456789ABCDEF")]
    [DataRow("0123456789abcdef0123456789abcdeg")]
    public void What_is_no_digest_is_refused(string digest)
    {
        ArtifactException failure = Codes.AssertThrows(ArtifactCodes.InvalidOption, () => Read("model", ("Digest", digest)));
        Assert.Contains($"Digest=“{digest}”", failure.Message);
    }

    [TestMethod]
    [DataRow("model", "three", "", ArtifactCodes.InvalidOption, "Version=“three”")]
    [DataRow("model", "", "a/b", ArtifactCodes.InvalidOption, "Alias=“a/b”")]
    [DataRow("model:v1", "", "best", ArtifactCodes.AmbiguousReference, "“:v1” and Alias=“best”")]
    [DataRow("model", "v1", "best", ArtifactCodes.AmbiguousReference, "Version=“v1” and Alias=“best”")]
    public void The_reason_is_the_one_that_counts(string include, string version, string alias, string code, string text) =>
        Assert.Contains(text, Codes.AssertThrows(code, () => Read(include, ("Version", version), ("Alias", alias))).Message);

    private static ArtifactReferenceItem Read(string include, params (string Name, string Value)[] metadata) => ArtifactReferenceItem.Read(
        include, key => metadata.FirstOrDefault(one => one.Name == key).Value, new BuildSettings(Path.GetTempPath()));
}
