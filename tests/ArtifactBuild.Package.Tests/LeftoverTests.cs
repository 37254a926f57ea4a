using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>What the project does not ask for any more is gone from the output after the next build.</summary>
[TestClass]
public sealed class LeftoverTests : PackageTest
{
    [TestMethod]
    [DataRow("""<ArtifactReference Include="model" TargetPath="other" />""", "other/a.bin;other/b.txt", DisplayName = "another folder")]
    [DataRow("""<ArtifactReference Include="model" Files="*.txt" />""", "artifacts/model/b.txt", DisplayName = "fewer files")]
    [DataRow("""<ArtifactReference Include="model" Version="v1" />""", "artifacts/model/c.txt", DisplayName = "another version")]
    [DataRow("""<ArtifactReference Include="model" CopyToOutputDirectory="Never" />""", "", DisplayName = "no copies")]
    [DataRow("", "", DisplayName = "no reference")]
    public async Task A_change_leaves_nothing_behind(string item, string expected)
    {
        await Workspace.LogAsync("model", ("a.bin", "a"), ("b.txt", "b"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.BuildAsync();
        Assert.AreSequenceEqual(["model/a.bin", "model/b.txt"], app.ArtifactFiles);
        await Workspace.LogAsync("model", ("c.txt", "c"));

        app.SetItems(item);
        await app.BuildAsync();
        string[] files = [.. Fixtures.Workspace.Files(app.Output).Where(path => path.EndsWith(".bin", StringComparison.Ordinal) || path.EndsWith(".txt", StringComparison.Ordinal))];
        Assert.AreEqual(expected, string.Join(';', files));
    }
}
