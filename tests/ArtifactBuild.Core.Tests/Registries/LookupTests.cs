using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Registries;

[TestClass]
public class LookupTests
{
    [TestMethod]
    public async Task A_collection_that_is_not_there_is_named()
    {
        await using var registry = new LocalRegistry();
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.CollectionNotFound, () => registry.Open.GetAsync("team/vision/nope"));
        StringAssert.Contains(failure.Message, "“team/vision/nope”", StringComparison.Ordinal);
        StringAssert.Contains(failure.Message, registry.Open.Address, StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("data:v9", "no version “v9”")]
    [DataRow("data:nope", "no alias “nope”")]
    public async Task A_version_or_alias_that_is_not_there_is_named_with_what_there_is(string name, string expected)
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", ["best"], ("a.txt", "a"));
        await registry.LogAsync("data", [], ("a.txt", "b"));

        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, () => registry.Open.GetAsync(name));

        StringAssert.Contains(failure.Message, expected, StringComparison.Ordinal);
        StringAssert.Contains(failure.Message, "versions up to v1 and the aliases best, latest", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a/b/c/d")]
    [DataRow("a:")]
    [DataRow("a b")]
    [DataRow("../data")]
    [DataRow("e/../data")]
    [DataRow("data:a/b")]
    [DataRow("CON/p/data")]
    public async Task A_text_that_is_no_name_is_refused(string text)
    {
        await using var registry = new LocalRegistry();
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidName, () => registry.Open.GetAsync(text));
    }

    [TestMethod]
    [DataRow("ftp://bucket/prefix")]
    [DataRow("")]
    [DataRow("  ")]
    [DataRow("file:///x?y=1")]
    [DataRow("https://user:secret@host/x?key=secret")]
    public void An_address_that_no_store_serves_is_refused_without_showing_secrets(string address)
    {
        ArtifactException failure = Codes.AssertThrows(
            ArtifactCodes.InvalidRegistry, () => ArtifactRegistry.Open(address));
        Assert.DoesNotContain("secret", failure.Message);
    }

    [TestMethod]
    [DataRow("file://server/share")]
    [DataRow("file:relative/folder")]
    public void A_file_uri_of_another_machine_or_of_no_absolute_path_is_refused(string address)
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("Windows has paths on other machines.");
        Codes.AssertThrows(ArtifactCodes.InvalidRegistry, () => ArtifactRegistry.Open(address));
    }

    [TestMethod]
    public async Task Members_of_a_logged_version_throw_on_a_draft()
    {
        await using var registry = new LocalRegistry();
        using Artifact draft = registry.NewDraft();
        Func<object?>[] members =
        [
            () => draft.Entity, () => draft.Project, () => draft.Version, () => draft.QualifiedName, () => draft.Aliases,
            () => draft.Tags, () => draft.CommitHash, () => draft.FileCount, () => draft.CreatedAt, () => draft.UpdatedAt,
            () => draft.GetEntry("x"),
        ];
        foreach (Func<object?> member in members)
            Assert.ThrowsExactly<ArtifactNotLoggedException>(member);
        await Assert.ThrowsExactlyAsync<ArtifactNotLoggedException>(() => draft.DownloadAsync());
        await Assert.ThrowsExactlyAsync<ArtifactNotLoggedException>(() => draft.VerifyAsync());
        Assert.IsNull(draft.Id);
    }
}
