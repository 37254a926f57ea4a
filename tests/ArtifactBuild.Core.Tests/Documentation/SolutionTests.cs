using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Documentation;

/// <summary>
/// Keeps ArtifactBuild.sln, src/ArtifactBuild.slnx and the projects on disk equal. The two solutions lie in different folders,
/// because dotnet build and dotnet test without an argument refuse a folder that has two.
/// </summary>
[TestClass]
public partial class SolutionTests
{
    [TestMethod]
    public void Both_solutions_have_every_project_of_the_repository()
    {
        string[] projects = [.. Repository.Files
            .Where(file => Path.GetExtension(file) == ".csproj")
            .Select(Relative)
            .Order(StringComparer.Ordinal)];
        Assert.AreSequenceEqual(projects, ProjectsOfSln());
        Assert.AreSequenceEqual(projects, ProjectsOfSlnx());
    }

    [TestMethod]
    public void The_root_has_one_solution_alone() =>
        Assert.HasCount(1, Directory.GetFiles(Repository.Root, "*.sln*").Concat(Directory.GetFiles(Repository.Root, "*.*proj")).ToArray());

    private static string[] ProjectsOfSln() =>
        [.. SlnProject().Matches(File.ReadAllText(Path.Combine(Repository.Root, "ArtifactBuild.sln")))
            .Select(match => match.Groups["path"].Value.Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    private static string[] ProjectsOfSlnx()
    {
        string solution = Path.Combine(Repository.Root, "src", "ArtifactBuild.slnx");
        return [.. XDocument.Load(solution).Descendants("Project")
            .Select(project => Relative(Path.GetFullPath(project.Attribute("Path")!.Value, Path.GetDirectoryName(solution)!)))
            .Order(StringComparer.Ordinal)];
    }

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "(?<path>[^"]*\.csproj)",""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SlnProject();
}
