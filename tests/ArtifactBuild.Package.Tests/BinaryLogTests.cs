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
            string log = Workspace[$"{i}.binlog"];
            await app.BuildAsync($"-bl:{log}");
            Assert.IsTrue(Embedded().IsMatch(await BinaryLog.ReadAsync(log)), $"build {i}");
        }
    }

    // The entry of a file in the directory of a zip archive: a signature, 42 bytes, and the name.
    [GeneratedRegex("PK\\x01\\x02.{42}[^\\x00]{1,300}?artifacts\\.lock\\.json", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Embedded();
}
