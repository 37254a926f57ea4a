using System.Text.Json;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Tasks.Tests.Fixtures;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class LogArtifactsTests
{
    [TestMethod]
    public async Task What_was_logged_is_an_item_for_later_targets()
    {
        await using TestProject project = NewProject();
        project.Properties["ArtifactEntity"] = "team";
        project.Properties["ArtifactProject"] = "vision";
        using LogArtifacts task = project.Log(TestProject.NewItem(
            "model", ("Type", "model"), ("Root", "out"), ("Aliases", "best%3bone;b"), ("LinkTo", "shelf:staging;other/shelf")));
        Assert.IsTrue(task.Execute(), string.Join('\n', project.Engine.Errors.Select(error => error.Message)));

        ITaskItem2 logged = (ITaskItem2)task.Logged.Single();
        Assert.AreEqual("team/vision/model:v0", ((ITaskItem)logged).ItemSpec);
        Assert.AreEqual("team/vision/model", logged.GetMetadata("Name"));
        Assert.AreEqual(("team", "vision", "model"), (logged.GetMetadata("Entity"), logged.GetMetadata("Project"), logged.GetMetadata("Collection")));
        Assert.AreEqual(("v0", "model", "true"), (logged.GetMetadata("Version"), logged.GetMetadata("Type"), logged.GetMetadata("IsNewVersion")));
        Assert.AreEqual(new Uri(project.Registry.Folder).AbsoluteUri, logged.GetMetadata("Registry"));
        Assert.MatchesRegex("^[0-9a-f]{32}$", logged.GetMetadata("Digest"));
        Assert.MatchesRegex("^[0-9a-f]{64}$", logged.GetMetadata("ManifestSha256"));
        Assert.AreEqual("7", logged.GetMetadata("BytesSent"));
        Assert.AreSequenceEqual(["b", "best;one", "latest"], MSBuildText.Split(logged.GetMetadataValueEscaped("Aliases")));
        Assert.AreEqual("team/vision/shelf:v0;team/other/shelf:v0", logged.GetMetadata("Links"));
        Assert.AreSequenceEqual(["Logged team/vision/model:v0 (1 entry, 7 bytes sent)"], project.Engine.Lines);

        using Artifact version = await project.Registry.Open.GetAsync("team/vision/model");
        Assert.AreEqual("app.csproj", (await version.LoggedByAsync())!.Name);
    }

    [TestMethod]
    public async Task The_same_content_again_is_the_same_version_and_no_line()
    {
        await using TestProject project = NewProject();
        var output = TestProject.NewItem("model", ("Type", "model"), ("Root", "out"));
        using (LogArtifacts first = project.Log(output))
            Assert.IsTrue(first.Execute());
        project.Engine.Lines.Clear();
        using LogArtifacts second = project.Log(output);
        Assert.IsTrue(second.Execute());
        Assert.AreEqual("false", second.Logged.Single().GetMetadata("IsNewVersion"));
        Assert.AreEqual("0", second.Logged.Single().GetMetadata("BytesSent"));
        Assert.IsEmpty(project.Engine.Lines);
    }

    [TestMethod]
    public async Task One_output_that_fails_is_an_error_at_its_place_and_the_others_are_logged()
    {
        await using TestProject project = NewProject();
        project.Write("app.csproj", "<Project>\n<ItemGroup>\n<ArtifactOutput Include=\"model\" />\n <ArtifactOutput Include=\"gone\" />\n</ItemGroup>\n</Project>\n");
        using LogArtifacts task = project.Log(
            TestProject.NewItem("model", ("Type", "model"), ("Root", "out")),
            TestProject.NewItem("gone", ("Type", "model"), ("Root", "nowhere")));
        task.ResultFile = project["obj/artifact-log.json"];
        Assert.IsFalse(task.Execute());
        BuildErrorEventArgs error = project.Engine.Errors.Single();
        Assert.AreEqual(("ART4010", project.File, 4, 2), (error.Code, error.File, error.LineNumber, error.ColumnNumber), error.Message);
        Assert.EndsWith("/docs/codes/ART4010.md", error.HelpLink);
        Assert.AreEqual("default/uncategorized/model:v0", task.Logged.Single().ItemSpec);
        using var result = JsonDocument.Parse(File.ReadAllText(task.ResultFile));
        Assert.IsFalse(result.RootElement.GetProperty("succeeded").GetBoolean());
    }

    [TestMethod]
    [DataRow("ART4006", "Aliases", "a/b")]
    [DataRow("ART1004", "TimeToLive", "soon")]
    [DataRow("ART1004", "Incremental", "maybe")]
    [DataRow("ART4006", "Type", "wandb-x")]
    public async Task A_metadata_that_makes_no_sense_is_an_error_at_the_item(string code, string name, string value)
    {
        await using TestProject project = NewProject();
        project.Write("app.csproj", "<Project><ItemGroup>\n<ArtifactOutput Include=\"model\" /></ItemGroup></Project>");
        var output = TestProject.NewItem("model", ("Type", "model"), ("Root", "out"));
        output.SetMetadata(name, value);
        using LogArtifacts task = project.Log(output);
        Assert.IsFalse(task.Execute());
        BuildErrorEventArgs error = project.Engine.Errors.Single();
        Assert.AreEqual((code, project.File, 2, 1), (error.Code, error.File, error.LineNumber, error.ColumnNumber), error.Message);
        Assert.IsEmpty(task.Logged);
    }

    [TestMethod]
    public async Task A_URI_of_no_output_is_an_error_at_its_own_item()
    {
        await using TestProject project = NewProject();
        project.Write("app.csproj", "<Project><ItemGroup>\n<ArtifactOutputUri Include=\"custom://x\" /></ItemGroup></Project>");
        using LogArtifacts task = project.Log(TestProject.NewItem("model", ("Type", "model"), ("Root", "out")));
        task.Uris = [TestProject.NewItem("custom://x", ("Output", "other"))];
        Assert.IsFalse(task.Execute());
        BuildErrorEventArgs error = project.Engine.Errors.Single();
        Assert.AreEqual(("ART4013", project.File, 2, 1), (error.Code, error.File, error.LineNumber, error.ColumnNumber), error.Message);
    }

    [TestMethod]
    public async Task A_log_that_is_cancelled_leaves_no_result_of_an_earlier_one()
    {
        await using TestProject project = NewProject();
        using LogArtifacts task = project.Log(TestProject.NewItem("model", ("Type", "model"), ("Root", "out")));
        task.ResultFile = project.Write("obj/artifact-log.json", "{}");
        task.Cancel();
        Assert.IsFalse(task.Execute());
        Assert.IsEmpty(project.Engine.Errors);
        Assert.IsFalse(File.Exists(task.ResultFile));
    }

    private static TestProject NewProject()
    {
        var project = new TestProject();
        project.Write("out/model.bin", "weights");
        return project;
    }
}
