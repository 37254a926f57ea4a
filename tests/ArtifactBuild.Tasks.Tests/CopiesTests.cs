using ArtifactBuild.Tasks.Tests.Fixtures;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks.Tests;

/// <summary>The two tasks that spare a build with nothing to do its restore.</summary>
[TestClass]
public sealed class CopiesTests
{
    [TestMethod]
    public async Task What_a_build_copied_is_found_in_place_by_the_next_one()
    {
        await using TestProject project = await NewProjectAsync("IfDifferent");
        Build(project);
        FindCopies find = project.Find();
        Assert.IsTrue(find.Execute());
        Assert.IsTrue(find.AreInPlace);
        ITaskItem copy = find.Copies.Single();
        Assert.AreEqual(Path.Combine(project.OutputDirectory, "artifacts/data/a"), copy.ItemSpec);
        Assert.AreEqual("artifacts/data/a", copy.GetMetadata("TargetPath"));
        Assert.AreEqual("IfDifferent", copy.GetMetadata("CopyToOutputDirectory"));
    }

    [TestMethod]
    public async Task MSBuild_takes_the_names_of_copies_as_they_are()
    {
        await using TestProject project = await NewProjectAsync("IfDifferent", "100%41;x @(y) é.bin");
        Build(project);
        FindCopies find = project.Find();
        Assert.IsTrue(find.Execute());
        ITaskItem copy = find.Copies.Single();
        Assert.AreEqual(Path.Combine(project.OutputDirectory, "artifacts/data/100%41;x @(y) é.bin"), copy.ItemSpec);
        Assert.AreEqual("artifacts/data/100%41;x @(y) é.bin", copy.GetMetadata("TargetPath"));
        Assert.EndsWith("100%2541%3bx %40%28y%29 é.bin", ((ITaskItem2)copy).EvaluatedIncludeEscaped);
        Assert.AreEqual("artifacts/data/100%2541%3bx %40%28y%29 é.bin", ((ITaskItem2)copy).GetMetadataValueEscaped("TargetPath"));
    }

    [TestMethod]
    public async Task Before_the_first_build_and_with_other_inputs_there_is_something_to_do()
    {
        await using TestProject project = await NewProjectAsync("IfDifferent");
        AssertNotInPlace(project.Find());
        Build(project);
        AssertNotInPlace(project.Find("other inputs"));
    }

    [TestMethod]
    public async Task A_copy_that_went_is_something_to_do()
    {
        await using TestProject project = await NewProjectAsync("IfDifferent");
        Build(project);
        File.Delete(Path.Combine(project.OutputDirectory, "artifacts/data/a"));
        AssertNotInPlace(project.Find());
    }

    [TestMethod]
    [DataRow("Always")]
    [DataRow("PreserveNewest")]
    public async Task Files_that_MSBuild_has_to_judge_keep_a_build_on_its_long_way(string kind)
    {
        await using TestProject project = await NewProjectAsync(kind);
        Build(project);
        AssertNotInPlace(project.Find());
    }

    [TestMethod]
    [DataRow("Never")]
    [DataRow("")]
    public async Task Files_that_are_not_copied_are_no_copies(string kind)
    {
        await using TestProject project = await NewProjectAsync(kind);
        Build(project, copies: false);
        FindCopies find = project.Find();
        Assert.IsTrue(find.Execute());
        Assert.IsTrue(find.AreInPlace);
        Assert.IsEmpty(find.Copies);
    }

    [TestMethod]
    public async Task A_copy_that_nobody_wants_any_more_goes_and_what_else_a_build_wrote_stays()
    {
        await using TestProject project = await NewProjectAsync("IfDifferent");
        await project.Registry.LogAsync("other", [], ("x", "x"), ("y", "y"));
        project.Refer("other", ("CopyToOutputDirectory", "IfDifferent"));
        Build(project);
        project.References.RemoveAt(1);
        using RestoreArtifacts restore = project.Restore();
        Assert.IsTrue(restore.Execute());
        using (RecordCopies record = project.Record(restore))
        {
            // Relative to the project, as MSBuild has it.
            record.Written = [TestProject.NewItem("bin/artifacts/other/y")];
            Assert.IsTrue(record.Execute());
        }

        Assert.IsTrue(File.Exists(Path.Combine(project.OutputDirectory, "artifacts/data/a")));
        Assert.IsFalse(File.Exists(Path.Combine(project.OutputDirectory, "artifacts/other/x")));
        Assert.IsTrue(File.Exists(Path.Combine(project.OutputDirectory, "artifacts/other/y")));
    }

    [TestMethod]
    public async Task A_clean_deletes_the_copies()
    {
        await using TestProject project = await NewProjectAsync("IfDifferent");
        Build(project);
        using RecordCopies clean = project.Begin(new RecordCopies());
        clean.WorkDirectory = project.WorkDirectory;
        clean.OutputDirectory = project.OutputDirectory;
        clean.CleanFile = project.CleanFile;
        Assert.IsTrue(clean.Execute());
        Assert.IsFalse(File.Exists(Path.Combine(project.OutputDirectory, "artifacts/data/a")));
        AssertNotInPlace(project.Find());
    }

    [TestMethod]
    public async Task What_can_not_be_remembered_is_a_line_for_who_looks_and_no_failure()
    {
        await using TestProject project = await NewProjectAsync("IfDifferent");
        using RestoreArtifacts restore = project.Restore();
        Assert.IsTrue(restore.Execute());
        using RecordCopies record = project.Record(restore);
        record.WorkDirectory = project.Write("a file", "");
        project.Engine.Lines.Clear();
        Assert.IsTrue(record.Execute());
        Assert.IsEmpty(project.Engine.Errors);
        Assert.IsEmpty(project.Engine.Lines);
        Assert.StartsWith("What was copied can't be remembered: ", project.Engine.Details.Single());
    }

    private static void AssertNotInPlace(FindCopies find)
    {
        Assert.IsTrue(find.Execute());
        Assert.IsFalse(find.AreInPlace);
        Assert.IsEmpty(find.Copies);
    }

    private static void Build(TestProject project, bool copies = true)
    {
        using RestoreArtifacts restore = project.Restore();
        Assert.IsTrue(restore.Execute());
        if (copies)
            project.Copy(restore.Files);
        using RecordCopies record = project.Record(restore);
        Assert.IsTrue(record.Execute());
        Assert.IsEmpty(project.Engine.Details);
    }

    private static async Task<TestProject> NewProjectAsync(string kind, string file = "a")
    {
        var project = new TestProject();
        Directory.CreateDirectory(Path.GetDirectoryName(project.File)!);
        await project.Registry.LogAsync("data", [], (file, "content"));
        return project.Refer("data", ("CopyToOutputDirectory", kind));
    }
}
