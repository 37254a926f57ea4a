using System.Xml.Linq;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Architecture.Tests;

/// <summary>The arrows between projects.</summary>
[TestClass]
public sealed class ProjectMapTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["ArtifactBuild.Core"] = [],
        ["ArtifactBuild.Generator"] = [],
        ["ArtifactBuild.CodeFixes"] = ["ArtifactBuild.Generator"],
        ["ArtifactBuild.Media"] = ["ArtifactBuild.Core"],
        ["ArtifactBuild.Builds"] = ["ArtifactBuild.Core"],
        ["ArtifactBuild.Storage.Azure"] = ["ArtifactBuild.Core"],
        ["ArtifactBuild.Storage.Gcs"] = ["ArtifactBuild.Core"],
        ["ArtifactBuild.Storage.S3"] = ["ArtifactBuild.Core"],
        ["ArtifactBuild.Tasks"] =
            ["ArtifactBuild.Builds", "ArtifactBuild.Core", "ArtifactBuild.Storage.Azure", "ArtifactBuild.Storage.Gcs", "ArtifactBuild.Storage.S3"],
        ["ArtifactBuild.Cli"] =
            ["ArtifactBuild.Builds", "ArtifactBuild.Core", "ArtifactBuild.Storage.Azure", "ArtifactBuild.Storage.Gcs", "ArtifactBuild.Storage.S3"],
        ["ArtifactBuild"] = ["ArtifactBuild.CodeFixes", "ArtifactBuild.Generator", "ArtifactBuild.Tasks"],
    };

    public static IEnumerable<string> Projects => Directory.EnumerateDirectories(SourceFolder.Path).Select(folder => Path.GetFileName(folder)!)
        .Where(name => File.Exists(Path.Combine(SourceFolder.Of(name), $"{name}.csproj")));

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void A_project_refers_only_to_those_below_it(string project)
    {
        string[] references = ReferencesOf(SourceFolder.Of(project), project);

        Assert.IsTrue(Allowed.TryGetValue(project, out string[]? allowed), $"{project} has no place in the map.");
        Assert.AreEqual("", string.Join(", ", references.Except(allowed, StringComparer.Ordinal)));
    }

    // Nor may what is shared bring more: the generator compiles sources of Core in, and would have their types twice.
    [TestMethod]
    [DataRow("ArtifactBuild.Testing", "")]
    [DataRow("ArtifactBuild.Testing.Registries", "ArtifactBuild.Core ArtifactBuild.Testing")]
    [DataRow("ArtifactBuild.Testing.Vectors", "ArtifactBuild.Core ArtifactBuild.Media ArtifactBuild.Testing")]
    public void What_tests_share_knows_only_what_it_is_about(string project, string known) =>
        Assert.AreEqual(known, string.Join(' ', ReferencesOf(Repository.PathOf("tests", project), project)));

    [TestMethod]
    public void Core_has_no_word_of_builds_and_media()
    {
        string[] above = [.. SourceFolder.FilesOf("ArtifactBuild.Core")
            .Where(file => File.ReadLines(file).Any(line => line.StartsWith("using ArtifactBuild.Builds", StringComparison.Ordinal)
                || line.StartsWith("using ArtifactBuild.Media", StringComparison.Ordinal)))];

        Assert.IsEmpty(above);
    }

    private static string[] ReferencesOf(string folder, string project) => [.. XDocument.Load(Path.Combine(folder, $"{project}.csproj"))
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];
}
