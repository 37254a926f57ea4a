using ArtifactBuild.Artifacts;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class DigestTests : PackageTest
{
    [TestMethod]
    public async Task A_digest_pins_a_version_and_gives_accessors()
    {
        LogResult first = await Workspace.LogAsync("model", ("model.bin", "v0"));
        await Workspace.LogAsync("model", ("model.bin", "v1"));
        TestProject app = Workspace.AddProject(
            "app",
            $"""
            <ArtifactReference Include="model" Digest="{first.Artifact.CommitHash}" TargetPath="pinned" />
            <ArtifactReference Include="model" />
            <ArtifactReference Include="model:v1" Digest="{new string('0', 32)}" TargetPath="wrong" Condition="'$(Wrong)' == 'true'" />
            """);
        app.SetProgram($$"""
            bool right = App.Artifacts.Model_{{first.Artifact.CommitHash[..1].ToUpperInvariant() + first.Artifact.CommitHash[1..]}}.ModelBin.RelativePath == "pinned/model.bin"
                && App.Artifacts.Model_Latest.Version == "v1";
            return right ? 0 : 1;
            """);
        await app.BuildAsync();
        Assert.AreEqual("v0", await File.ReadAllTextAsync(Path.Combine(app.Output, "pinned", "model.bin")));
        Assert.AreEqual("v1", app.Text("model/model.bin"));
        (await app.RunAsync("run", "--no-build")).AssertSuccess();
        (await app.BuildAsync("-p:ArtifactLockedMode=true")).AssertNothingRestored();

        string error = (await app.TryBuildAsync("-p:Wrong=true")).AssertError("ART2007");
        Assert.StartsWith($"{app.File}(", error);
    }
}
