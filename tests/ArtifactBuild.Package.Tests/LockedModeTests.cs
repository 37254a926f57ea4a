using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class LockedModeTests : PackageTest
{
    private const string Mend = "dotnet build -p:ArtifactLockedMode=false";

    [TestMethod]
    public async Task Without_a_lockfile_it_fails_and_makes_none()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        string error = (await app.TryBuildAsync("-p:ArtifactLockedMode=true")).AssertError("ART1020");
        Assert.StartsWith(app.Lockfile, error);
        Assert.Contains(Mend, error);
        Assert.IsFalse(File.Exists(app.Lockfile));
    }

    [TestMethod]
    [DataRow("""Include="other" Version="v0" """, "“default/uncategorized/other:v0” is not pinned", DisplayName = "another artifact")]
    [DataRow("""Include="model" Version="v1" """, "“default/uncategorized/model:v1” is not pinned", DisplayName = "another version")]
    [DataRow("""Include="model" Version="v0" Files="*.bin" """, "Files is “*.bin”, the lockfile has none", DisplayName = "a filter")]
    [DataRow("""Include="model" Version="v0" Accessors="false" """, "Accessors is false, the lockfile has the opposite", DisplayName = "no accessors")]
    public async Task A_lockfile_that_does_not_fit_fails_with_what_differs(string item, string difference)
    {
        TestProject app = await AddPinnedAsync();
        string pinned = File.ReadAllText(app.Lockfile);
        app.SetItems($"<ArtifactReference {item}/>");
        string error = (await app.TryBuildAsync("-p:ArtifactLockedMode=true")).AssertError("ART1021");
        Assert.StartsWith(app.Lockfile, error);
        Assert.Contains(difference, error);
        Assert.Contains(Mend, error);
        Assert.AreEqual(pinned, File.ReadAllText(app.Lockfile));
    }

    [TestMethod]
    public async Task A_pin_that_nobody_refers_to_waits_for_its_reference()
    {
        TestProject app = await AddPinnedAsync("model;other");
        app.SetItems("""<ArtifactReference Include="model" Version="v0" />""");
        string pinned = File.ReadAllText(app.Lockfile);
        await app.BuildAsync("-p:ArtifactLockedMode=true");
        await app.BuildAsync();
        Assert.AreEqual(pinned, File.ReadAllText(app.Lockfile));
    }

    [TestMethod]
    public async Task A_build_for_continuous_integration_is_locked_unless_it_says_otherwise()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        (await app.TryBuildAsync("-p:ContinuousIntegrationBuild=true")).AssertError("ART1020");
        await app.BuildAsync("-p:ContinuousIntegrationBuild=true", "-p:ArtifactLockedMode=false");
        Assert.IsTrue(File.Exists(app.Lockfile));
        await app.BuildAsync("-p:ContinuousIntegrationBuild=true");
    }

    private async Task<TestProject> AddPinnedAsync(string names = "model")
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"), ("config.json", "{}"));
        await Workspace.LogAsync("model", ("model.bin", "v1"));
        await Workspace.LogAsync("other", ("other.bin", "other"));
        TestProject app = Workspace.AddProject("app", $"""<ArtifactReference Include="{names}" Version="v0" />""");
        await app.BuildAsync();
        return app;
    }
}
