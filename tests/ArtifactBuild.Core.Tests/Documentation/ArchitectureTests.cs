using System.Text.RegularExpressions;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Documentation;

/// <summary>The page about the architecture leads to files and folders that exist, and leaves out no storey.</summary>
[TestClass]
public partial class ArchitectureTests
{
    private const string Core = "ArtifactBuild.Core";

    private static readonly string Sources = Path.Combine(Repository.Root, "src");

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));

    [TestMethod]
    public void Every_file_that_the_page_names_exists()
    {
        string[] named = [.. FileNames().Matches(Page).Select(match => match.Groups["file"].Value).Distinct(StringComparer.Ordinal)];
        string[] missing = [.. named.Where(file => !File.Exists(Locate(file)))];
        Assert.IsEmpty(missing, $"docs/architecture.md names files that do not exist: {string.Join(", ", missing)}");
        // The walks name far more; fewer would mean that the form of the names is not recognised any more.
        Assert.IsGreaterThan(50, named.Length);
    }

    [TestMethod]
    public void Each_journey_is_a_numbered_walk_with_files()
    {
        string[] journeys = ["A log", "A pin", "A restore", "A build with nothing to do"];
        foreach (string journey in journeys)
        {
            string walk = Section(journey);
            Assert.IsGreaterThanOrEqualTo(4, Steps().Count(walk), journey);
            Assert.IsGreaterThanOrEqualTo(4, FileNames().Count(walk), journey);
        }
    }

    [TestMethod]
    public void The_table_has_every_folder_of_Core()
    {
        string[] folders = [.. Repository.FilesBelow(Path.Combine(Sources, Core))
            .Where(file => Path.GetExtension(file) == ".cs")
            .Select(file => Path.GetRelativePath(Path.Combine(Sources, Core), Path.GetDirectoryName(file)!).Replace('\\', '/'))
            // The page tells of these two in words.
            .Where(folder => folder is not ("Storage/Remote" or "Registries"))
            .Distinct(StringComparer.Ordinal)];
        string[] listed = [.. Rows().Matches(Section("The storeys of Core")).Select(row => row.Groups["name"].Value)];
        Assert.AreSequenceEqual(folders.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public void The_table_has_every_project()
    {
        string table = Section("Projects");
        foreach (string project in Directory.EnumerateDirectories(Sources).Select(folder => Path.GetFileName(folder)))
            Assert.Contains($"`{project}`", table);
    }

    private static string Locate(string file) =>
        Path.Combine(file.StartsWith("build/", StringComparison.Ordinal) ? Repository.Root : Sources, file);

    private static string Section(string title)
    {
        int start = Page.IndexOf($"\n## {title}\n", StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, start, title);
        int end = Page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? Page[start..] : Page[start..end];
    }

    [GeneratedRegex("`(?<file>[^`\\s]+/[^`\\s]+\\.(cs|targets))`", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FileNames();

    [GeneratedRegex("^[0-9]+\\. ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Steps();

    [GeneratedRegex("^\\| `(?<name>[A-Za-z/]+)/` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Rows();
}
