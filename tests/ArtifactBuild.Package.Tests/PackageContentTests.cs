using System.IO.Compression;
using System.Xml.Linq;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class PackageContentTests
{
    [TestMethod]
    public void The_package_has_exactly_these_entries()
    {
        using ZipArchive package = ZipFile.OpenRead(PackedFeed.Package);
        string[] entries = [.. package.Entries.Select(entry => entry.FullName)
            // The parts of the container, one of which has a random name.
            .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        string[] expected =
        [
            "ArtifactBuild.nuspec",
            "README.md",
            "analyzers/dotnet/cs/ArtifactBuild.Generator.dll",
            "build/ArtifactBuild.props",
            "build/ArtifactBuild.targets",
            "buildMultiTargeting/ArtifactBuild.targets",
            "buildTransitive/ArtifactBuild.props",
            "buildTransitive/ArtifactBuild.targets",
            "tools/net10.0/ArtifactBuild.Core.dll",
            "tools/net10.0/ArtifactBuild.Tasks.deps.json",
            "tools/net10.0/ArtifactBuild.Tasks.dll",
            "tools/net10.0/Microsoft.Extensions.FileSystemGlobbing.dll",
        ];
        Assert.AreSequenceEqual(expected, entries);
    }

    [TestMethod]
    public void The_package_brings_no_other_package()
    {
        using ZipArchive package = ZipFile.OpenRead(PackedFeed.Package);
        using Stream nuspec = package.GetEntry("ArtifactBuild.nuspec")!.Open();
        XElement metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        Assert.IsEmpty(metadata.Descendants().Where(element => element.Name.LocalName == "dependency"));
        Assert.AreEqual("0.1.0", metadata.Elements().Single(element => element.Name.LocalName == "version").Value);
    }
}
