using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>A lockfile that is not right is shown at its place and never rewritten.</summary>
[TestClass]
public sealed class LockfileErrorTests : PackageTest
{
    [TestMethod]
    [DataRow("ART1011", "(3,1)", "{\n  \"format\": 1,\n<<<<<<< HEAD\n  \"artifacts\": []\n=======\n  \"artifacts\": [ ]\n>>>>>>> other\n}\n", DisplayName = "a merge conflict")]
    [DataRow("ART1010", "(3,16)", "{\n  \"format\": 1,\n  \"artifacts\": {}\n}\n", DisplayName = "malformed")]
    [DataRow("ART1010", "", "\u0000\u0001", DisplayName = "binary")]
    [DataRow("ART1012", "(2,13)", "{\n  \"format\": 2,\n  \"new\": true\n}\n", DisplayName = "a newer format")]
    public async Task It_fails_with_its_place_and_the_file_stays(string code, string place, string text)
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        File.WriteAllText(app.Lockfile, text);
        foreach (string mode in new[] { "false", "true" })
        {
            string error = (await app.TryBuildAsync($"-p:ArtifactLockedMode={mode}")).AssertError(code);
            Assert.StartsWith($"{app.Lockfile}{place}", error);
            Assert.AreEqual(text, File.ReadAllText(app.Lockfile));
        }

        (await app.RunAsync("build", "-t:ArtifactUpdate")).AssertError(code);
        Assert.AreEqual(text, File.ReadAllText(app.Lockfile));
    }
}
