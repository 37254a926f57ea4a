using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Documentation;

/// <summary>Keeps the changelog and what people copy from the pages equal to the version in Directory.Build.props.</summary>
[TestClass]
public partial class VersionTests
{
    private static readonly string Version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    [TestMethod]
    public void The_changelog_begins_with_the_version_and_goes_back_from_there()
    {
        string[] versions = [.. Heading().Matches(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"))).Select(match => match.Groups["version"].Value)];
        Assert.AreEqual(Version, versions[0]);
        Assert.AreSequenceEqual(versions.Select(System.Version.Parse).OrderDescending().Select(version => version.ToString()).ToArray(), versions);
    }

    [TestMethod]
    public void Every_page_refers_to_the_version()
    {
        string[] shown = [.. Pages().SelectMany(page => PackageReference().Matches(File.ReadAllText(page))).Select(match => match.Groups["version"].Value)];
        Assert.AreNotEqual(0, shown.Length);
        Assert.AreSequenceEqual([Version], shown.Distinct().ToArray());
    }

    [TestMethod]
    public void No_other_file_sets_a_version()
    {
        foreach (string file in Repository.Files.Where(file => Path.GetExtension(file) is ".csproj" or ".props" or ".targets"))
        {
            if (Path.GetRelativePath(Repository.Root, file) != "Directory.Build.props")
                Assert.DoesNotMatchRegex(VersionProperty(), File.ReadAllText(file), file);
        }
    }

    private static IEnumerable<string> Pages() =>
        [
            Path.Combine(Repository.Root, "README.md"),
            .. Repository.FilesBelow(Path.Combine(Repository.Root, "docs")),
            .. Repository.FilesBelow(Path.Combine(Repository.Root, "samples")).Where(file => Path.GetExtension(file) == ".md"),
        ];

    [GeneratedRegex(@"^## \[(?<version>[^\]]*)\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex("""Include="ArtifactBuild(\.\w+)?" Version="(?<version>[^"]*)"|"ArtifactBuild(\.\w+)?@(?<version>[^"]*)"|ArtifactBuild(\.\w+)? --version (?<version>\S*)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PackageReference();

    [GeneratedRegex("<(Package|Assembly|File|Informational)?Version(Prefix|Suffix)?>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex VersionProperty();
}
