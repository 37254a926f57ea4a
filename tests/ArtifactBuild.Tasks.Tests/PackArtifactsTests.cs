using System.Xml.Linq;
using ArtifactBuild.Tasks.Tests.Fixtures;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class PackArtifactsTests
{
    [TestMethod]
    public async Task Each_file_has_a_folder_of_its_own_and_the_users_of_the_package_get_it_where_it_belongs()
    {
        await using var project = new TestProject();
        using PackArtifacts task = NewTask(project);
        task.Files =
        [
            TestProject.NewItem("/cache/ab/same", ("Link", "models/a.bin"), ("CopyToOutputDirectory", "IfDifferent"), ("CopyToPublishDirectory", "Never")),
            TestProject.NewItem("/cache/cd/same", ("Link", "models/100%25 %3b.bin")),
            TestProject.NewItem("/loaded/%3bx", ("Link", "y")),
        ];
        Assert.IsTrue(task.Execute());

        Assert.AreSequenceEqual(["artifacts/0/", "artifacts/1/", "artifacts/2/"], task.PackageFiles.Select(file => file.GetMetadata("PackagePath")));
        Assert.AreSequenceEqual(["/cache/ab/same", "/cache/cd/same", "/loaded/;x"], task.PackageFiles.Select(file => file.ItemSpec));
        XElement[] items = [.. XDocument.Load(task.TargetsFile).Root!.Element("ItemGroup")!.Elements()];
        Assert.AreSequenceEqual(
            [
                "$(MSBuildThisFileDirectory)../../artifacts/0/same",
                "$(MSBuildThisFileDirectory)../../artifacts/1/same",
                "$(MSBuildThisFileDirectory)../../artifacts/2/%3bx",
            ],
            items.Select(item => item.Attribute("Include")!.Value));
        Assert.AreSequenceEqual(["models/a.bin", "models/100%25 %3b.bin", "y"], items.Select(item => item.Attribute("Link")!.Value));
        Assert.AreEqual("IfDifferent", items[0].Attribute("CopyToOutputDirectory")!.Value);
        Assert.AreEqual("Never", items[0].Attribute("CopyToPublishDirectory")!.Value);
        foreach (XElement item in items)
        {
            Assert.AreEqual("None", item.Name.LocalName);
            Assert.AreEqual(("false", "false", "true"), (item.Attribute("Pack")!.Value, item.Attribute("Visible")!.Value, item.Attribute("ExcludeFromSingleFile")!.Value));
        }
    }

    [TestMethod]
    public async Task The_targets_file_is_written_only_when_it_says_something_else()
    {
        await using var project = new TestProject();
        var time = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string file = Pack(project, "a");
        File.SetLastWriteTimeUtc(file, time);
        Pack(project, "a");
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(file));
        Pack(project, "b");
        Assert.AreNotEqual(time, File.GetLastWriteTimeUtc(file));
    }

    [TestMethod]
    public async Task A_targets_file_that_can_not_be_written_is_an_error_with_its_path()
    {
        await using var project = new TestProject();
        string blocked = project.Write("a file", "");
        using PackArtifacts task = NewTask(project);
        task.TargetsFile = Path.Combine(blocked, "x.targets");
        Assert.IsFalse(task.Execute());
        BuildErrorEventArgs error = project.Engine.Errors.Single();
        Assert.AreEqual("ART3009", error.Code);
        Assert.StartsWith($"{task.TargetsFile} can't be written: ", error.Message!);
    }

    private static string Pack(TestProject project, string link)
    {
        using PackArtifacts task = NewTask(project);
        task.Files = [TestProject.NewItem("/cache/ab/x", ("Link", link))];
        Assert.IsTrue(task.Execute());
        return task.TargetsFile;
    }

    private static PackArtifacts NewTask(TestProject project)
    {
        PackArtifacts task = project.Begin(new PackArtifacts());
        task.PackageFolder = "artifacts";
        task.TargetsFile = project["obj/pack/app.targets"];
        return task;
    }
}
