using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class UpdateTests : PackageTest
{
    [TestMethod]
    public async Task An_update_says_what_moved_and_moves_only_what_is_named()
    {
        foreach (string name in new[] { "a", "b", "c" })
            await Workspace.LogAsync(name, ["best"], ("x", "0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="a;b;c" Alias="best" />""");
        await app.BuildAsync();
        CommandResult nothing = (await app.RunAsync("build", "-t:ArtifactUpdate")).AssertSuccess();
        Assert.HasCount(1, Lines(nothing, "No pin moved: the lockfile is up to date."), nothing.Output);

        foreach (string name in new[] { "a", "b", "c" })
            await Workspace.LogAsync(name, ["best"], ("x", "1"));
        CommandResult two = (await app.RunAsync("build", "-t:ArtifactUpdate", "-p:ArtifactUpdateOnly=a+uncategorized/c")).AssertSuccess();
        Assert.HasCount(1, Lines(two, "a: v0 → v1 (best)"), two.Output);
        Assert.HasCount(1, Lines(two, "c: v0 → v1 (best)"), two.Output);
        Assert.DoesNotContain("b: ", two.Output);

        CommandResult escaped = (await app.RunAsync("build", "-t:ArtifactUpdate", "-p:ArtifactUpdateOnly=a%3Bb")).AssertSuccess();
        Assert.HasCount(1, Lines(escaped, "b: v0 → v1 (best)"), escaped.Output);

        string error = (await app.RunAsync("build", "-t:ArtifactUpdate", "-p:ArtifactUpdateOnly=d")).AssertError("ART1005");
        Assert.Contains("It refers to a, b, c.", error);
    }

    private static string[] Lines(CommandResult result, string line) => [.. result.Lines.Where(one => one == line)];
}
