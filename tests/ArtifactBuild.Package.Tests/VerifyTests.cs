using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class VerifyTests : PackageTest
{
    [TestMethod]
    public async Task Verify_finds_a_flipped_byte_and_a_missing_file_and_the_next_build_mends_both()
    {
        await Workspace.LogAsync("model", ("model.bin", "right"), ("config.json", "{}"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.BuildAsync();
        CommandResult right = (await app.RunAsync("build", "-t:ArtifactVerify")).AssertSuccess();
        Assert.Contains($"The output holds exactly what {app.Lockfile} pins.", right.Output);

        string model = Path.Combine(app.Output, "artifacts/model/model.bin");
        Tampering.Replace(model, "Right");
        string error = (await app.RunAsync("build", "-t:ArtifactVerify")).AssertError("ART3010");
        Assert.Contains($"{model} differs", error);

        File.Delete(model);
        error = (await app.RunAsync("build", "-t:ArtifactVerify")).AssertError("ART3010");
        Assert.Contains($"{model} is missing", error);
        await app.BuildAsync();
        (await app.RunAsync("build", "-t:ArtifactVerify")).AssertSuccess();
    }

    [TestMethod]
    public async Task Verify_needs_neither_registry_nor_network_and_writes_no_lockfile()
    {
        await Workspace.LogAsync("model", ("model.bin", "right"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        (await app.RunAsync("build", "-t:ArtifactVerify")).AssertError("ART1020");
        Assert.IsFalse(File.Exists(app.Lockfile));
        await app.BuildAsync();
        Workspace.HideRegistry();
        Directory.Delete(Workspace.Cache, recursive: true);
        (await app.RunAsync("build", "-t:ArtifactVerify")).AssertSuccess();
        Assert.IsFalse(Directory.Exists(Workspace.Cache));
    }
}
