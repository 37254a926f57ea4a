using System.Reflection;
using System.Text.RegularExpressions;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Documentation;

/// <summary>Keeps the constants, the pages in docs/codes and the codes that the sources use equal.</summary>
[TestClass]
public partial class CodePagesTests
{
    private static readonly string[] Sections = ["## What happened", "## Where it is reported", "## What to do", "## Example"];

    private static readonly string[] Constants = [.. typeof(ArtifactCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .Select(field => (string)field.GetRawConstantValue()!)];

    private static string Pages => Path.Combine(Repository.Root, "docs", "codes");

    public static IEnumerable<object[]> Codes => Constants.Select(code => new object[] { code });

    [TestMethod]
    public void The_constants_are_codes_in_ascending_order() =>
        CollectionAssert.AreEqual(
            Constants.Where(code => Code().Match(code).Length == code.Length).Distinct().Order(StringComparer.Ordinal).ToArray(), Constants);

    [TestMethod]
    public void Every_constant_has_a_page_and_every_page_a_constant()
    {
        string[] pages = [.. Directory.EnumerateFiles(Pages).Select(Path.GetFileName).Where(name => name != "README.md").Order(StringComparer.Ordinal)!];
        CollectionAssert.AreEqual(Constants.Select(code => code + ".md").ToArray(), pages);
    }

    [TestMethod]
    [DynamicData(nameof(Codes))]
    public void A_page_begins_with_its_code_and_has_every_section(string code)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Pages, code + ".md"));
        StringAssert.StartsWith(lines[0], $"# {code}: ", StringComparison.Ordinal);
        CollectionAssert.AreEqual(Sections, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    public void The_index_lists_exactly_the_pages_with_their_titles_and_severities()
    {
        string[] expected = [.. Constants.Select(code => $"| [{code}]({code}.md) | {TitleOf(code)} | {SeverityOf(code)} |")];
        string[] rows = [.. File.ReadLines(Path.Combine(Pages, "README.md")).Where(line => line.StartsWith("| [", StringComparison.Ordinal))];
        CollectionAssert.AreEqual(expected, rows);
    }

    [TestMethod]
    [DataRow("build")]
    [DataRow("src")]
    [DataRow("docs")]
    public void Every_code_in_a_folder_is_a_constant(string folder)
    {
        var unknown = new List<string>();
        foreach (string file in Repository.FilesBelow(Path.Combine(Repository.Root, folder)))
        {
            unknown.AddRange(Code().Matches(File.ReadAllText(file))
                .Where(match => !Constants.Contains(match.Value))
                .Select(match => $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}"));
        }

        Assert.AreEqual("", string.Join("; ", unknown));
    }

    private static string TitleOf(string code) =>
        File.ReadLines(Path.Combine(Pages, code + ".md")).First()[$"# {code}: ".Length..];

    // ART and four digits, of which the second says how bad it is.
    private static string SeverityOf(string code) => code[4] switch
    {
        < '5' => "error",
        < '9' => "warning",
        _ => "suggestion",
    };

    [GeneratedRegex(@"\bART[0-9]{4}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
