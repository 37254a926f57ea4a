using System.Text.RegularExpressions;
using ArtifactBuild.Shared;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Documentation;

/// <summary>Errors lead to their pages.</summary>
[TestClass]
public partial class CodeLinkTests
{
    [TestMethod]
    public void An_error_of_the_targets_has_the_link_of_its_code()
    {
        string targets = File.ReadAllText(Path.Combine(Repository.Root, "build", "ArtifactBuild.targets"))
            .Replace("$(_ArtifactCodePages)", HomePageFile.CodePages, StringComparison.Ordinal);
        MatchCollection errors = Errors().Matches(targets);
        Assert.HasCount(Regex.Count(targets, "<(Error|Warning) "), errors);
        foreach (Match error in errors)
            Assert.AreEqual(CodePage.Link(error.Groups["code"].Value), error.Groups["link"].Value);
    }

    [TestMethod]
    public void A_link_ends_in_the_path_of_the_page()
    {
        Assert.EndsWith("/docs/codes/ART1001.md", CodePage.Link("ART1001"));
        Assert.IsTrue(File.Exists(Path.Combine(Repository.Root, "docs", "codes", "ART1001.md")));
    }

    [GeneratedRegex("<(Error|Warning) Code=\"(?<code>[^\"]*)\"\\s+HelpLink=\"(?<link>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Errors();
}
