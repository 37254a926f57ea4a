using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Pins;

[TestClass]
public sealed class LockedRestoreTests
{
    [TestMethod]
    public async Task A_changed_version_is_one_difference()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("a", "0"));
        await registry.LogAsync("model", [], ("a", "1"));
        BuildProject app = new BuildProject(registry).Refer("model:v0");
        await app.RestoreAsync();
        app.References.Clear();
        app.Refer("model:v1");
        var failure = (ArtifactFileException)await Codes.AssertThrowsAsync(ArtifactCodes.LockfileMismatch, app.RestoreLockedAsync);
        Assert.Contains(": “default/uncategorized/model:v1” is not pinned, the lockfile has “v0” of it. Run", failure.Message);
        Assert.AreEqual((5, 7), (failure.Line, failure.Column));
    }

    [TestMethod]
    public async Task A_registry_that_is_not_there_is_said_to_be_missing_and_not_to_lack_the_version()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("a", "0"));
        BuildProject app = new BuildProject(registry).Refer("model");
        await app.RestoreAsync();
        Directory.Delete(app.Cache, recursive: true);
        Directory.Delete(registry.Folder, recursive: true);
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.ObjectMissing, app.RestoreLockedAsync);
        Assert.Contains("there is no registry at ", failure.Message);
    }

    [TestMethod]
    public async Task Every_difference_is_listed_and_the_first_is_pointed_at()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "0"));
        await registry.LogAsync("b", [], ("b", "0"));
        BuildProject app = new BuildProject(registry).Refer("a").Refer("b");
        await app.RestoreAsync();
        app.References.Clear();
        app.Refer("a").Refer("b", ("Files", "*"), ("Accessors", "false")).Refer("c");
        var failure = (ArtifactFileException)await Codes.AssertThrowsAsync(ArtifactCodes.LockfileMismatch, app.RestoreLockedAsync);
        Assert.Contains("“default/uncategorized/b:latest”: Files is “*”, the lockfile has none", failure.Message);
        Assert.Contains("“default/uncategorized/b:latest”: Accessors is false, the lockfile has the opposite", failure.Message);
        Assert.Contains("“default/uncategorized/c:latest” is not pinned", failure.Message);
        string line = app.LockText.Split('\n')[failure.Line - 1];
        Assert.Contains("default/uncategorized/b:latest", line);
    }

    [TestMethod]
    public async Task A_reference_with_a_condition_keeps_its_pin_while_it_is_away()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "0"));
        await registry.LogAsync("b", [], ("b", "0"));
        BuildProject app = new BuildProject(registry).Refer("a").Refer("b");
        await app.RestoreAsync();
        string both = app.LockText;
        await registry.LogAsync("b", [], ("b", "1"));

        app.References.RemoveAt(1);
        await app.RestoreAsync();
        await app.RestoreLockedAsync();
        app.References.Clear();
        app.Refer("b");
        await app.RestoreAsync();
        await app.RestoreLockedAsync();
        Assert.AreEqual(both, app.LockText);
    }

    [TestMethod]
    public async Task A_block_that_was_edited_by_hand_is_shown_at_its_line()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "0"));
        BuildProject app = new BuildProject(registry).Refer("a");
        await app.RestoreAsync();
        File.WriteAllText(app.LockFile, app.LockText.Replace("\"path\": \"a\"", "\"path\": \"b\"", StringComparison.Ordinal));
        var failure = (ArtifactFileException)await Codes.AssertThrowsAsync(ArtifactCodes.LockfileMismatch, app.RestoreAsync);
        Assert.AreEqual((5, 7), (failure.Line, failure.Column));
    }
}
