using System.Reflection;
using System.Text.RegularExpressions;
using ArtifactBuild.Testing;
using Microsoft.Extensions.DependencyModel;

namespace ArtifactBuild.Core.Tests.Documentation;

/// <summary>
/// Keeps THIRD-PARTY-NOTICES.txt equal to what the tool brings. The tool brings everything that the build package does; a
/// test of that package compares its own files.
/// </summary>
[TestClass]
public partial class NoticesTests
{
    private static readonly string Packages = typeof(NoticesTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Packages").Value!;

    private static readonly string Notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.txt"));

    [TestMethod]
    public void The_notices_name_every_library_and_file_that_the_tool_brings_and_no_other()
    {
        RuntimeLibrary[] libraries = [.. LibrariesOfTool()];
        Assert.AreSequenceEqual(Sorted(libraries.Select(library => library.Name)), Sorted(Values("Library")));
        Assert.AreSequenceEqual(Sorted(libraries.SelectMany(FilesOf).Distinct()), Sorted(Values("File")));
    }

    [TestMethod]
    public void Every_licence_that_is_named_has_its_text()
    {
        string[] texts = [.. LicenceText().Matches(Notices).Select(match => match.Groups["licence"].Value)];
        Assert.AreSequenceEqual(Sorted(Values("Licence").Distinct()), Sorted(texts));
    }

    [TestMethod]
    public void Every_group_has_a_licence_and_a_copyright()
    {
        string[] groups = [.. Rule().Split(Notices[..Notices.IndexOf("\n====", StringComparison.Ordinal)]).Skip(1)];
        Assert.AreNotEqual(0, groups.Length);
        foreach (string group in groups)
            Assert.MatchesRegex(Group(), group);
    }

    [TestMethod]
    public void Every_licence_that_a_package_carries_is_in_the_notices_word_for_word()
    {
        string[] texts = [.. TextRule().Split(Notices).Skip(1).Select(part => Words(part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..]))];
        string[] lines = Notices.Split('\n');
        int found = 0;
        foreach (string file in LibrariesOfTool().SelectMany(LicencesOf))
        {
            string licence = File.ReadAllText(file);
            found++;
            // A copyright may stand before the text, and some leave out what follows the terms.
            string words = Words(licence);
            Assert.IsTrue(
                Array.Exists(texts, text => words.Contains(text, StringComparison.Ordinal) || text.Contains(words, StringComparison.Ordinal)), file);
            foreach (Match copyright in Copyright().Matches(licence))
                Assert.Contains(copyright.Value.Trim(), lines, file);
        }

        // Those of Apache.Arrow, Google.Apis, Newtonsoft.Json and Polly.Core at the least.
        Assert.IsGreaterThanOrEqualTo(4, found);
    }

    private static IEnumerable<string> LicencesOf(RuntimeLibrary library) => Directory.EnumerateFiles(
        Path.Combine(Packages, library.Path!), "LICENSE*", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive });

    // Lines may be broken elsewhere.
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<RuntimeLibrary> LibrariesOfTool()
    {
        using FileStream stream = File.OpenRead(Path.ChangeExtension(BuildPaths.Cli, ".deps.json"));
        using var reader = new DependencyContextJsonReader();
        return reader.Read(stream).RuntimeLibraries.Where(library => library.Type == "package" && FilesOf(library).Any());
    }

    private static IEnumerable<string> FilesOf(RuntimeLibrary library) =>
        library.RuntimeAssemblyGroups.SelectMany(group => group.AssetPaths).Select(path => Path.GetFileName(path));

    private static IEnumerable<string> Values(string name) =>
        Field().Matches(Notices).Where(match => match.Groups["name"].Value == name).Select(match => match.Groups["value"].Value);

    private static string[] Sorted(IEnumerable<string> values) => [.. values.Order(StringComparer.Ordinal)];

    [GeneratedRegex("^(?<name>Library|File|Licence): (?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex("^Text of (?<licence>[^:]+):", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex LicenceText();

    [GeneratedRegex("^={80}\n", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TextRule();

    [GeneratedRegex(@"^[ \t]*Copyright \(c\) .+$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Copyright();

    [GeneratedRegex("^-{80}\n", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\A(Library: .+\n)+(File: .+\n)+Licence: .+\n((Copyright|©).+\n)+https://.+\n", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Group();
}
