using ArtifactBuild.Tasks.Tests.Fixtures;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class VerifyArtifactsTests
{
    [TestMethod]
    public async Task An_output_with_what_is_pinned_is_right_and_each_difference_is_an_error()
    {
        await using var project = new TestProject();
        Directory.CreateDirectory(Path.GetDirectoryName(project.File)!);
        await project.Registry.LogAsync("data", [], ("a", "1"), ("b", "2"), ("c", "3"));
        project.Refer("data", ("CopyToOutputDirectory", "IfDifferent"));
        using RestoreArtifacts restore = project.Restore();
        Assert.IsTrue(restore.Execute());
        project.Copy(restore.Files);
        using (VerifyArtifacts task = project.Verify())
            Assert.IsTrue(task.Execute());
        Assert.AreEqual($"The output holds exactly what {project.LockFile} pins.", project.Engine.Lines[^1]);
        Assert.IsEmpty(project.Engine.Errors);

        File.Delete(Path.Combine(project.OutputDirectory, "artifacts/data/a"));
        ReplaceText(Path.Combine(project.OutputDirectory, "artifacts/data/b"), "x");
        using VerifyArtifacts failing = project.Verify();
        Assert.IsFalse(failing.Execute());
        Assert.HasCount(2, project.Engine.Errors);
        foreach (Microsoft.Build.Framework.BuildErrorEventArgs error in project.Engine.Errors)
        {
            Assert.AreEqual("ART3010", error.Code);
            Assert.EndsWith(". Rebuild (dotnet build -t:Rebuild) to bring back what is pinned.", error.Message!);
        }
    }

    [TestMethod]
    public async Task Without_a_lockfile_there_is_nothing_to_compare_with()
    {
        await using var project = new TestProject();
        project.Refer("data");
        using VerifyArtifacts task = project.Verify();
        Assert.IsFalse(task.Execute());
        Assert.AreEqual("ART1020", project.Engine.Errors.Single().Code);
    }

    // An object of the cache is read-only, and so is its copy.
    private static void ReplaceText(string path, string text)
    {
        File.Delete(path);
        File.WriteAllText(path, text);
    }
}
