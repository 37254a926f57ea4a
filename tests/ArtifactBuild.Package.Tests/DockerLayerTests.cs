using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>A layer of a container image restores artifacts before any source file is copied in.</summary>
[TestClass]
public sealed class DockerLayerTests : PackageTest
{
    [TestMethod]
    [DataRow("<TargetFramework>net10.0</TargetFramework>", DisplayName = "one framework")]
    [DataRow("<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><LangVersion>latest</LangVersion>", DisplayName = "two frameworks")]
    public async Task A_project_file_and_a_lockfile_are_enough(string frameworks)
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""", frameworks);
        await app.BuildAsync();
        Directory.Delete(Workspace.Cache, recursive: true);
        TestProject image = Workspace.AddProject("image/app", """<ArtifactReference Include="model" />""", frameworks);
        File.Copy(app.Lockfile, image.Lockfile);

        (await image.RunAsync("restore")).AssertSuccess();
        CommandResult layer = (await image.RunAsync("msbuild", "-t:ArtifactRestore", "-p:ArtifactLockedMode=true")).AssertSuccess();
        Assert.IsNotEmpty(layer.ProductLines, layer.Output);
        Assert.IsFalse(Directory.Exists(Path.Combine(image.Folder, "bin")));

        // The next layer has the sources, and needs the registry no more.
        Workspace.HideRegistry();
        File.WriteAllText(Path.Combine(image.Folder, "Code.cs"), "namespace App { class Code { string path = Artifacts.Model.ModelBin.RelativePath; } }");
        (await image.BuildAsync("-p:ArtifactLockedMode=true", "-p:ArtifactOffline=true")).AssertNothingRestored();
        Assert.AreEqual("v0", File.ReadAllText(Path.Combine(image.Folder, "bin", "Debug", "net10.0", "artifacts", "model", "model.bin")));
    }
}
