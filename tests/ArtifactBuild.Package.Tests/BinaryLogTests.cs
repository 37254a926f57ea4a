using System.Text.RegularExpressions;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>A binary log carries the project files of its build in an archive, and the pins with them.</summary>
[TestClass]
public sealed partial class BinaryLogTests : PackageTest
{
    [TestMethod]
    public async Task The_lockfile_is_in_it_also_when_the_build_makes_it()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        for (int i = 1; i <= 2; i++)
        {
            await app.BuildAsync();
            Assert.IsTrue(Embedded().IsMatch(await BinaryLog.ReadAsync(Workspace[$"logs/{i}-build.binlog"])), $"build {i}");
        }
    }

    [TestMethod]
    public async Task An_error_has_a_link_to_its_page()
    {
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="a/b/c/d" />""");
        (await app.TryBuildAsync()).AssertError("ART1001");
        Assert.Contains("/docs/codes/ART1001.md", await BinaryLog.ReadAsync(Workspace["logs/1-build.binlog"]));
    }

    // The entry of a file in the directory of a zip archive: a signature, 42 bytes, and the name.
    [GeneratedRegex("PK\\x01\\x02.{42}[^\\x00]{1,300}?artifacts\\.lock\\.json", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Embedded();
}
