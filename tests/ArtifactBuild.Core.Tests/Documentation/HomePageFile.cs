using System.Xml.Linq;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Documentation;

/// <summary>The file that names the home page, as MSBuild evaluates it.</summary>
internal static class HomePageFile
{
    private static readonly XDocument Document = XDocument.Load(Path);

    public static string Path => System.IO.Path.Combine(Repository.Root, "build", "ArtifactBuild.HomePage.props");

    public static string Address => Value("_ArtifactHomePage");

    public static string CodePages => Value("_ArtifactCodePages").Replace("$(_ArtifactHomePage)", Address, StringComparison.Ordinal);

    private static string Value(string property) => Document.Descendants(property).Single().Value;
}
