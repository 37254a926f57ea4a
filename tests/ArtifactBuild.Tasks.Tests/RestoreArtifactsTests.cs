using System.Text.Json;
using ArtifactBuild.Tasks.Tests.Fixtures;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class RestoreArtifactsTests
{
    [TestMethod]
    public async Task A_restore_lists_the_files_with_the_metadata_of_their_reference()
    {
        await using TestProject project = await NewProjectAsync();
        project.Refer("data", ("TargetPath", "100%25"), ("CopyToOutputDirectory", "PreserveNewest"), ("CopyToPublishDirectory", "Never"), ("Pack", "TRUE"));
        project.Refer("other", ("CopyToOutputDirectory", "IfDifferent"));
        using RestoreArtifacts task = project.Restore();
        Assert.IsTrue(task.Execute(), Errors(project));

        Assert.AreSequenceEqual(["100%/a;b.txt", "artifacts/other/x"], task.Files.Select(file => file.GetMetadata("Link")));
        ITaskItem data = task.Files[0];
        Assert.AreEqual("content", File.ReadAllText(data.ItemSpec));
        Assert.AreEqual("PreserveNewest", data.GetMetadata("CopyToOutputDirectory"));
        Assert.AreEqual("Never", data.GetMetadata("CopyToPublishDirectory"));
        Assert.AreEqual("true", data.GetMetadata("ArtifactPack"));
        Assert.AreEqual("false", task.Files[1].GetMetadata("ArtifactPack"));
        Assert.IsTrue(File.Exists(project.LockFile));
        Assert.AreNotEqual("", task.Stamp);
        Assert.IsEmpty(project.Engine.Warnings);
    }

    [TestMethod]
    public async Task A_restore_that_does_something_says_so_in_one_line_and_the_next_one_is_silent()
    {
        await using TestProject project = await NewProjectAsync();
        project.Properties["ArtifactCacheDirectory"] = project["cache of the build"];
        project.Refer("data");
        using RestoreArtifacts first = project.Restore();
        Assert.IsTrue(first.Execute(), Errors(project));
        string line = project.Engine.Lines.Single();
        Assert.StartsWith("Restored 1 artifact (1 file, 7 bytes downloaded, lockfile written, ", line);

        using RestoreArtifacts second = project.Restore();
        Assert.IsTrue(second.Execute(), Errors(project));
        Assert.HasCount(1, project.Engine.Lines);
        Assert.AreEqual(first.Stamp, second.Stamp);
    }

    [TestMethod]
    public async Task A_wrong_item_is_an_error_at_its_place()
    {
        await using TestProject project = await NewProjectAsync();
        project.Write("app.csproj", "<Project>\n  <ItemGroup>\n    <ArtifactReference Include=\"data\" />\n    <ArtifactReference Include=\"a/b/c/d\" />\n  </ItemGroup>\n</Project>\n");
        project.Refer("data").Refer("a/b/c/d");
        AssertError(project, "ART1001", line: 4, column: 5);
    }

    [TestMethod]
    public async Task An_item_that_names_no_version_is_an_error_at_its_place()
    {
        await using TestProject project = await NewProjectAsync();
        project.Write("app.csproj", "<Project>\n<ItemGroup>\n<ArtifactReference Include=\"data\" />\n<ArtifactReference Include=\"data:v9\" />\n</ItemGroup>\n</Project>\n");
        project.Refer("data").Refer("data:v9");
        AssertError(project, "ART2003", line: 4, column: 1);
    }

    [TestMethod]
    [DataRow("ArtifactOffline", "yes", "The property ArtifactOffline is “yes”. Give ")]
    [DataRow("ArtifactLockedMode", "1", "The property ArtifactLockedMode is “1”. Give ")]
    [DataRow("ArtifactTrackUsage", "on", "The property ArtifactTrackUsage is “on”. Give ")]
    [DataRow("ArtifactAllowFileReferences", "maybe", "The property ArtifactAllowFileReferences is “maybe”. Give ")]
    [DataRow("ArtifactMaxConcurrency", "-1", "The property ArtifactMaxConcurrency is “-1”. Give ")]
    public async Task A_property_that_makes_no_sense_is_an_error_that_names_it_before_anything_is_written(string property, string value, string message)
    {
        await using TestProject project = await NewProjectAsync();
        project.Properties[property] = value;
        project.Refer("data");
        AssertError(project, "ART1004", line: 0, column: 0);
        Assert.StartsWith(message, project.Engine.Errors[0].Message!);
        Assert.IsFalse(File.Exists(project.LockFile));
    }

    [TestMethod]
    public async Task A_variable_that_makes_no_sense_is_named_unless_a_property_takes_its_place()
    {
        await using TestProject project = await NewProjectAsync();
        project.Variables["ArtifactMaxConcurrency"] = "many";
        project.Refer("data");
        AssertError(project, "ART1004", line: 0, column: 0);
        Assert.StartsWith("The variable ARTIFACT_MAX_CONCURRENCY is “many”. Give ", project.Engine.Errors[0].Message!);
        project.Properties["ArtifactMaxConcurrency"] = "few";
        project.Engine.Errors.Clear();
        AssertError(project, "ART1004", line: 0, column: 0);
        Assert.StartsWith("The property ArtifactMaxConcurrency is “few”. Give ", project.Engine.Errors[0].Message!);
    }

    [TestMethod]
    [DataRow(" True ")]
    [DataRow("TRUE")]
    public async Task Locked_mode_makes_a_missing_pin_an_error(string value)
    {
        await using TestProject project = await NewProjectAsync();
        project.Properties["ArtifactLockedMode"] = value;
        project.Refer("data");
        using RestoreArtifacts task = project.Restore();
        Assert.IsFalse(task.Execute());
        Assert.AreEqual("ART1020", project.Engine.Errors.Single().Code);
        Assert.IsEmpty(task.Files);
        Assert.AreEqual("", task.Stamp);
    }

    [TestMethod]
    public async Task Offline_takes_what_the_cache_has_and_misses_the_rest()
    {
        await using TestProject project = await NewProjectAsync();
        project.Refer("data");
        using (RestoreArtifacts online = project.Restore())
            Assert.IsTrue(online.Execute(), Errors(project));
        project.Properties["ArtifactOffline"] = "true";
        using (RestoreArtifacts offline = project.Restore())
            Assert.IsTrue(offline.Execute(), Errors(project));
        project.Properties["ArtifactCacheDirectory"] = project["empty cache"];
        Directory.Delete(project.WorkDirectory, recursive: true);
        using RestoreArtifacts miss = project.Restore();
        Assert.IsFalse(miss.Execute());
        Assert.AreEqual("ART2020", project.Engine.Errors.Single().Code);
    }

    [TestMethod]
    public async Task An_update_says_which_pins_moved_even_when_none_did()
    {
        await using TestProject project = await NewProjectAsync();
        project.Refer("data").Refer("other");
        using (RestoreArtifacts first = project.Restore())
            Assert.IsTrue(first.Execute(), Errors(project));
        project.Engine.Lines.Clear();
        Assert.AreSequenceEqual(["No pin moved: the lockfile is up to date."], Update(project, ""));

        await project.Registry.LogAsync("data", [], ("a;b.txt", "changed"));
        await project.Registry.LogAsync("other", [], ("x", "changed"));
        // Locked builds are for others than who asks for an update by name.
        project.Properties["ArtifactLockedMode"] = "true";
        Assert.AreSequenceEqual(["other: v0 → v1 (latest)"], Update(project, "other"));
        Assert.AreSequenceEqual(["data: v0 → v1 (latest)"], Update(project, " data + other "));

        using RestoreArtifacts unknown = project.Restore();
        unknown.Update = true;
        unknown.UpdateOnly = "nothing";
        Assert.IsFalse(unknown.Execute());
        Assert.AreEqual("ART1005", project.Engine.Errors.Single().Code);
    }

    [TestMethod]
    public async Task A_filter_without_a_match_is_a_warning_at_the_item_and_the_next_build_warns_again()
    {
        await using TestProject project = await NewProjectAsync();
        project.Write("app.csproj", "<Project>\n<ItemGroup>\n<ArtifactReference Include=\"data\" Files=\"*.none\" />\n</ItemGroup>\n</Project>\n");
        project.Refer("data", ("Files", "*.none"));
        using RestoreArtifacts task = project.Restore();
        Assert.IsTrue(task.Execute(), Errors(project));
        BuildWarningEventArgs warning = project.Engine.Warnings.Single();
        Assert.AreEqual(("ART1501", project.File, 3, 1), (warning.Code, warning.File, warning.LineNumber, warning.ColumnNumber));
        Assert.AreEqual("", task.Stamp);
    }

    [TestMethod]
    public async Task A_design_time_build_lists_what_is_pinned_and_never_fails()
    {
        await using TestProject project = await NewProjectAsync();
        project.Refer("data");
        using (RestoreArtifacts task = project.Restore())
        {
            task.DesignTime = true;
            Assert.IsTrue(task.Execute());
            Assert.IsEmpty(task.Files, "nothing is pinned yet");
            Assert.IsFalse(File.Exists(project.LockFile));
        }

        using (RestoreArtifacts proper = project.Restore())
            Assert.IsTrue(proper.Execute(), Errors(project));
        project.Engine.Lines.Clear();
        Directory.Move(project.Registry.Folder, project.Registry.Folder + ".away");
        using (RestoreArtifacts task = project.Restore())
        {
            task.DesignTime = true;
            Assert.IsTrue(task.Execute());
            Assert.AreEqual("artifacts/data/a;b.txt", task.Files.Single().GetMetadata("Link"));
        }

        project.References.Clear();
        project.Refer("a/b/c/d");
        project.Properties["ArtifactMaxConcurrency"] = "many";
        using RestoreArtifacts typing = project.Restore();
        typing.DesignTime = true;
        Assert.IsTrue(typing.Execute());
        Assert.IsEmpty(project.Engine.Errors);
        Assert.IsEmpty(project.Engine.Lines);
    }

    [TestMethod]
    public async Task The_result_file_says_what_was_restored_and_a_failure_leaves_none()
    {
        await using TestProject project = await NewProjectAsync();
        project.Refer("data");
        using (RestoreArtifacts task = project.Restore())
        {
            task.ResultFile = project["obj/result.json"];
            Assert.IsTrue(task.Execute(), Errors(project));
        }

        using (var result = JsonDocument.Parse(File.ReadAllText(project["obj/result.json"])))
            Assert.AreEqual(1, result.RootElement.GetProperty("format").GetInt32());
        project.Refer("nope");
        using RestoreArtifacts failing = project.Restore();
        failing.ResultFile = project["obj/result.json"];
        Assert.IsFalse(failing.Execute());
        Assert.IsFalse(File.Exists(project["obj/result.json"]));
    }

    [TestMethod]
    public async Task A_restore_that_is_cancelled_ends_without_an_error_or_a_lockfile()
    {
        await using TestProject project = await NewProjectAsync();
        project.Refer("data");
        using RestoreArtifacts task = project.Restore();
        task.Cancel();
        Assert.IsFalse(task.Execute());
        Assert.IsEmpty(project.Engine.Errors);
        Assert.IsFalse(File.Exists(project.LockFile));
    }

    private static string[] Update(TestProject project, string only)
    {
        using RestoreArtifacts task = project.Restore();
        task.Update = true;
        task.UpdateOnly = only;
        Assert.IsTrue(task.Execute(), Errors(project));
        string[] lines = [.. project.Engine.Lines];
        project.Engine.Lines.Clear();
        // How much was downloaded is not what this is about.
        return [.. lines.Where(line => !line.StartsWith("Restored ", StringComparison.Ordinal))];
    }

    private static void AssertError(TestProject project, string code, int line, int column)
    {
        using RestoreArtifacts task = project.Restore();
        Assert.IsFalse(task.Execute());
        BuildErrorEventArgs error = project.Engine.Errors.Single();
        Assert.AreEqual(code, error.Code, error.Message);
        Assert.AreEqual((project.File, line, column), (error.File, error.LineNumber, error.ColumnNumber));
    }

    private static string Errors(TestProject project) => string.Join('\n', project.Engine.Errors.Select(error => error.Message));

    private static async Task<TestProject> NewProjectAsync()
    {
        var project = new TestProject();
        Directory.CreateDirectory(Path.GetDirectoryName(project.File)!);
        await project.Registry.LogAsync("data", [], ("a;b.txt", "content"));
        await project.Registry.LogAsync("other", [], ("x", "x"));
        return project;
    }
}
