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
        string[] entries = Entries(PackedFeed.Package);
        string[] expected =
        [
            "ArtifactBuild.nuspec",
            "LICENSE",
            "README.md",
            "THIRD-PARTY-NOTICES.txt",
            "analyzers/dotnet/cs/ArtifactBuild.CodeFixes.dll",
            "analyzers/dotnet/cs/ArtifactBuild.CodeFixes.pdb",
            "analyzers/dotnet/cs/ArtifactBuild.Generator.dll",
            "analyzers/dotnet/cs/ArtifactBuild.Generator.pdb",
            "build/ArtifactBuild.Copies.targets",
            "build/ArtifactBuild.HomePage.props",
            "build/ArtifactBuild.Log.targets",
            "build/ArtifactBuild.Pack.targets",
            "build/ArtifactBuild.props",
            "build/ArtifactBuild.targets",
            "buildMultiTargeting/ArtifactBuild.targets",
            "buildTransitive/ArtifactBuild.Copies.targets",
            "buildTransitive/ArtifactBuild.HomePage.props",
            "buildTransitive/ArtifactBuild.Log.targets",
            "buildTransitive/ArtifactBuild.Pack.targets",
            "buildTransitive/ArtifactBuild.props",
            "buildTransitive/ArtifactBuild.targets",
            "tools/net10.0/AWSSDK.Core.dll",
            "tools/net10.0/AWSSDK.S3.dll",
            "tools/net10.0/AWSSDK.SSO.dll",
            "tools/net10.0/AWSSDK.SSOOIDC.dll",
            "tools/net10.0/AWSSDK.SecurityToken.dll",
            "tools/net10.0/Apache.Arrow.dll",
            "tools/net10.0/ArtifactBuild.Builds.dll",
            "tools/net10.0/ArtifactBuild.Builds.pdb",
            "tools/net10.0/ArtifactBuild.Core.dll",
            "tools/net10.0/ArtifactBuild.Core.pdb",
            "tools/net10.0/ArtifactBuild.Storage.Azure.dll",
            "tools/net10.0/ArtifactBuild.Storage.Azure.pdb",
            "tools/net10.0/ArtifactBuild.Storage.Gcs.dll",
            "tools/net10.0/ArtifactBuild.Storage.Gcs.pdb",
            "tools/net10.0/ArtifactBuild.Storage.S3.dll",
            "tools/net10.0/ArtifactBuild.Storage.S3.pdb",
            "tools/net10.0/ArtifactBuild.Tasks.deps.json",
            "tools/net10.0/ArtifactBuild.Tasks.dll",
            "tools/net10.0/ArtifactBuild.Tasks.pdb",
            "tools/net10.0/Azure.Core.dll",
            "tools/net10.0/Azure.Identity.dll",
            "tools/net10.0/Azure.Storage.Blobs.dll",
            "tools/net10.0/Azure.Storage.Common.dll",
            "tools/net10.0/Google.Apis.Auth.dll",
            "tools/net10.0/Google.Apis.Core.dll",
            "tools/net10.0/Google.Apis.dll",
            "tools/net10.0/Microsoft.Bcl.AsyncInterfaces.dll",
            "tools/net10.0/Microsoft.Extensions.Configuration.Abstractions.dll",
            "tools/net10.0/Microsoft.Extensions.DependencyInjection.Abstractions.dll",
            "tools/net10.0/Microsoft.Extensions.Diagnostics.Abstractions.dll",
            "tools/net10.0/Microsoft.Extensions.FileProviders.Abstractions.dll",
            "tools/net10.0/Microsoft.Extensions.FileSystemGlobbing.dll",
            "tools/net10.0/Microsoft.Extensions.Hosting.Abstractions.dll",
            "tools/net10.0/Microsoft.Extensions.Logging.Abstractions.dll",
            "tools/net10.0/Microsoft.Extensions.Options.dll",
            "tools/net10.0/Microsoft.Extensions.Primitives.dll",
            "tools/net10.0/Microsoft.Identity.Client.Extensions.Msal.dll",
            "tools/net10.0/Microsoft.Identity.Client.dll",
            "tools/net10.0/Microsoft.IdentityModel.Abstractions.dll",
            "tools/net10.0/Newtonsoft.Json.dll",
            "tools/net10.0/Polly.Core.dll",
            "tools/net10.0/System.ClientModel.dll",
            "tools/net10.0/System.CodeDom.dll",
            "tools/net10.0/System.IO.Hashing.dll",
            "tools/net10.0/System.Management.dll",
            "tools/net10.0/System.Memory.Data.dll",
            "tools/net10.0/System.Security.Cryptography.ProtectedData.dll",
            "tools/net10.0/runtimes/win/lib/net7.0/System.Management.dll",
        ];
        Assert.AreSequenceEqual(expected, entries);
    }

    [TestMethod]
    public void The_symbols_are_those_of_every_assembly_of_ours()
    {
        string[] symbols = [.. Entries(PackedFeed.Package)
            .Where(name => name.EndsWith(".dll", StringComparison.Ordinal) && IsOurs(name))
            .Select(name => Path.ChangeExtension(name, ".pdb"))];
        Assert.AreSequenceEqual(["ArtifactBuild.nuspec", .. symbols], Entries(PackedFeed.Symbols));
    }

    [TestMethod]
    public void The_notices_name_every_library_of_others()
    {
        using ZipArchive package = ZipFile.OpenRead(PackedFeed.Package);
        string[] notices = Text(package, "THIRD-PARTY-NOTICES.txt").Split('\n');
        string[] missing = [.. package.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal) && !IsOurs(entry.Name))
            .Select(entry => "File: " + entry.Name)
            .Except(notices)];
        Assert.IsEmpty(missing, string.Join('\n', missing));
    }

    [TestMethod]
    public void The_package_says_what_it_is()
    {
        using ZipArchive package = ZipFile.OpenRead(PackedFeed.Package);
        XElement metadata = XDocument.Parse(Text(package, "ArtifactBuild.nuspec")).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.AreEqual(PackedFeed.Version, Value("version"));
        Assert.AreEqual("true", Value("developmentDependency"));
        Assert.AreEqual("MIT", Value("license"));
        Assert.AreEqual("README.md", Value("readme"));
        string homePage = Value("projectUrl");
        Assert.AreEqual(homePage, metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("url")!.Value);
        Assert.Contains($"<_ArtifactHomePage>{homePage}</_ArtifactHomePage>", Text(package, "build/ArtifactBuild.HomePage.props"));
        Assert.StartsWith("MIT License", Text(package, "LICENSE"));
    }

    [TestMethod]
    public void The_package_brings_no_other_package()
    {
        using ZipArchive package = ZipFile.OpenRead(PackedFeed.Package);
        Assert.IsEmpty(XDocument.Parse(Text(package, "ArtifactBuild.nuspec")).Descendants().Where(element => element.Name.LocalName == "dependency"));
    }

    private static bool IsOurs(string name) => Path.GetFileName(name).StartsWith("ArtifactBuild.", StringComparison.Ordinal);

    private static string Text(ZipArchive package, string entry)
    {
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    private static string[] Entries(string file)
    {
        using ZipArchive package = ZipFile.OpenRead(file);
        return [.. package.Entries.Select(entry => entry.FullName)
            // The parts of the container, one of which has a random name.
            .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }
}
