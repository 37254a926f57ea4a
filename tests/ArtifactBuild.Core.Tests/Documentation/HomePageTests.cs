using ArtifactBuild.Shared;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Documentation;

/// <summary>One file names the home page; whoever moves the project changes that file alone.</summary>
[TestClass]
public class HomePageTests
{
    [TestMethod]
    public void The_links_of_the_codes_begin_with_the_home_page()
    {
        Assert.StartsWith(HomePageFile.Address + "/", HomePageFile.CodePages);
        Assert.AreEqual(HomePageFile.CodePages + "ART1001.md", CodePage.Link("ART1001"));
    }

    [TestMethod]
    public void No_other_file_writes_the_home_page()
    {
        string[] others = [.. Repository.Files
            .Where(file => file != HomePageFile.Path && (Path.GetExtension(file) is ".cs" or ".csproj" or ".md" or ".props" or ".targets" or ".txt"))
            .Where(file => File.ReadAllText(file).Contains(HomePageFile.Address["https://".Length..], StringComparison.OrdinalIgnoreCase))];
        Assert.IsEmpty(others, string.Join('\n', others));
    }
}
