using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Builds.Tests.Settings;

/// <summary>Keeps the table of options, that of the README, and the properties of the files in build/ equal.</summary>
[TestClass]
public sealed partial class OptionTableTests
{
    // They are no options: lists of targets, and what the build itself passes on.
    private static readonly string[] Internal =
        ["ArtifactBuildTasksAssembly", "ArtifactBuildUseTaskHost", "ArtifactReferenceMap"];

    private static string BuildFolder => Path.Combine(Repository.Root, "build");

    private static XDocument Props => XDocument.Load(Path.Combine(BuildFolder, "ArtifactBuild.props"));

    [TestMethod]
    public void The_README_has_the_table()
    {
        string[] expected = [.. OptionTable.All.Select(option =>
            $"{option.Summary} | {option.Property} | {option.Variable} | {option.Switch} | {option.Default}")];
        Assert.AreSequenceEqual(expected, RowsOfReadme());
    }

    [TestMethod]
    public void Every_option_has_names_of_one_form_and_of_its_own()
    {
        foreach (BuildOption option in OptionTable.All)
        {
            Assert.MatchesRegex("^Artifact[A-Z][A-Za-z]+$", option.Property);
            Assert.MatchesRegex("^ARTIFACT_[A-Z_]+$", option.Variable ?? "ARTIFACT_NONE");
            Assert.MatchesRegex("^--[a-z-]+$", option.Switch ?? "--none");
        }

        string[] names = [.. OptionTable.All.SelectMany(option => new[] { option.Property, option.Variable, option.Switch }).OfType<string>()];
        Assert.HasCount(names.Length, names.Distinct().ToArray());
    }

    [TestMethod]
    public void Variables_become_the_properties_of_the_table()
    {
        string[] expected = [.. OptionTable.All.Where(option => option.Variable is not null).Select(option => $"{option.Property} $({option.Variable})")];
        string[] actual = [.. Props.Descendants("PropertyGroup").Elements()
            .Where(element => element.Value.StartsWith("$(ARTIFACT_", StringComparison.Ordinal))
            .Select(element => $"{element.Name} {element.Value}")];
        Assert.AreSequenceEqual(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    [DataRow("_ArtifactRestoreOption")]
    [DataRow("_ArtifactLogOption")]
    public void The_tasks_get_the_options_that_they_read(string item)
    {
        bool isLog = item == "_ArtifactLogOption";
        string[] expected = [.. OptionTable.All
            .Where(option => option.Reader == OptionReader.EveryTask || (!isLog && option.Reader == OptionReader.RestoreTasks))
            .Select(option => $"{option.Property} $({option.Property}) $({option.Variable})")];
        string[] actual = [.. Props.Descendants(item).Select(element =>
            $"{element.Attribute("Include")!.Value} {element.Attribute("Value")!.Value} {element.Attribute("Variable")!.Value}")];
        Assert.AreSequenceEqual(expected, actual);
    }

    [TestMethod]
    public void The_compiler_sees_the_options_that_the_generator_reads()
    {
        string[] visible = [.. Props.Descendants("CompilerVisibleProperty").Select(element => element.Attribute("Include")!.Value)];
        Assert.IsEmpty(OptionTable.All.Where(option => option.Reader == OptionReader.Generator && !visible.Contains(option.Property)));
    }

    [TestMethod]
    public void Every_property_of_the_targets_is_in_the_table()
    {
        string[] used = [.. Directory.EnumerateFiles(BuildFolder)
            .SelectMany(file => Property().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .Where(name => !name.EndsWith("DependsOn", StringComparison.Ordinal) && !Internal.Contains(name))
            .Distinct()];
        string[] known = [.. OptionTable.All.Select(option => option.Property)];
        Assert.IsEmpty(used.Except(known));
        Assert.IsEmpty(OptionTable.All.Where(option => option.Reader != OptionReader.Generator && !used.Contains(option.Property)));
    }

    private static string[] RowsOfReadme() =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "README.md"))
            .SkipWhile(line => line != "## Options")
            .TakeWhile(line => !line.StartsWith("### ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => string.Join(" | ", line.Trim('|').Split('|').Select(Plain)))];

    // Without what Markdown adds: links, code marks, and pointers to more.
    private static string Plain(string cell) =>
        Link().Replace(cell, "${text}").Replace("`", "", StringComparison.Ordinal).Replace(" (more)", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"\$\((?<name>Artifact[A-Za-z]+)\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Property();
}
