using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Restore;

[TestClass]
public sealed class SeveralReferencesTests
{
    [TestMethod]
    public async Task Two_versions_of_a_collection_stand_side_by_side()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("a.bin", "one"));
        await registry.LogAsync("model", [], ("a.bin", "two"));
        BuildProject app = new BuildProject(registry).Refer("model:v0", ("TargetPath", "old")).Refer("model:v1");
        RestoreResult result = await app.RestoreAsync();
        Assert.AreSequenceEqual(["artifacts/model/a.bin", "old/a.bin"], BuildProject.Targets(result));
        Assert.AreEqual("one", File.ReadAllText(result.Files.Single(file => file.Target == "old/a.bin").Source));
    }

    [TestMethod]
    [DataRow("a.bin", "a.bin", DisplayName = "the same file")]
    [DataRow("a.bin", "A.BIN", DisplayName = "a case-only twin")]
    [DataRow("a", "a/b", DisplayName = "a file and a folder")]
    [DataRow("a/b", "a", DisplayName = "a folder and a file")]
    public async Task Two_references_to_one_place_are_an_error(string first, string second)
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("one", [], (first, "one"));
        await registry.LogAsync("two", [], (second, "two"));
        BuildProject app = new BuildProject(registry).Refer("one", ("TargetPath", "x")).Refer("two", ("TargetPath", "x"));
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.DuplicateReference, app.RestoreAsync);
        Assert.Contains("default/uncategorized/one:latest", failure.Message);
        Assert.Contains("default/uncategorized/two:latest", failure.Message);
        // It does not fail only once.
        await Codes.AssertThrowsAsync(ArtifactCodes.DuplicateReference, app.RestoreAsync);
    }

    [TestMethod]
    public async Task Each_reference_may_have_a_registry_of_its_own()
    {
        await using var registry = new LocalRegistry();
        await using var other = new LocalRegistry();
        await registry.LogAsync("one", [], ("a", "1"));
        await other.LogAsync("two", [], ("b", "2"));
        BuildProject app = new BuildProject(registry).Refer("one").Refer("two", ("Registry", other.Folder));
        Assert.AreSequenceEqual(["artifacts/one/a", "artifacts/two/b"], BuildProject.Targets(await app.RestoreAsync()));
    }

    [TestMethod]
    [DataRow("Files", "**/*.none", true)]
    [DataRow("Files", "*.BIN", true)]
    [DataRow("PathPrefix", "none/", true)]
    [DataRow("Files", "**/*.bin", false)]
    [DataRow("PathPrefix", "weights/", false)]
    public async Task A_filter_that_leaves_nothing_is_a_warning_in_every_build(string name, string value, bool isEmpty)
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("weights/a.bin", "one"), ("readme.md", "text"));
        foreach (string accessors in new[] { "true", "false" })
        {
            BuildProject app = new BuildProject(registry, accessors).Refer("model", (name, value), ("Accessors", accessors));
            for (int i = 0; i < 2; i++)
            {
                RestoreResult result = await app.RestoreAsync();
                Assert.AreEqual(i == 1, result.UpToDate);
                Assert.HasCount(isEmpty ? 1 : 0, result.Warnings);
                if (isEmpty)
                    Assert.Contains($"{name}=“{value}”", result.Warnings[0].Message);
            }
        }
    }
}
