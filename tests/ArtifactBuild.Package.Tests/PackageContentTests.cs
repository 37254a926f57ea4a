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
            "analyzers/dotnet/cs/ArtifactBuild.CodeFixes.dll",
            "analyzers/dotnet/cs/ArtifactBuild.Generator.dll",
            "build/ArtifactBuild.Copies.targets",
            "build/ArtifactBuild.Log.targets",
            "build/ArtifactBuild.Pack.targets",
            "build/ArtifactBuild.props",
            "build/ArtifactBuild.targets",
            "buildMultiTargeting/ArtifactBuild.targets",
            "buildTransitive/ArtifactBuild.Copies.targets",
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
            "tools/net10.0/ArtifactBuild.Core.dll",
            "tools/net10.0/ArtifactBuild.Storage.Azure.dll",
            "tools/net10.0/ArtifactBuild.Storage.Gcs.dll",
            "tools/net10.0/ArtifactBuild.Storage.S3.dll",
            "tools/net10.0/ArtifactBuild.Tasks.deps.json",
            "tools/net10.0/ArtifactBuild.Tasks.dll",
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
    public void The_package_brings_no_other_package()
    {
        using ZipArchive package = ZipFile.OpenRead(PackedFeed.Package);
        using Stream nuspec = package.GetEntry("ArtifactBuild.nuspec")!.Open();
        XElement metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        Assert.IsEmpty(metadata.Descendants().Where(element => element.Name.LocalName == "dependency"));
        Assert.AreEqual("0.1.0", metadata.Elements().Single(element => element.Name.LocalName == "version").Value);
    }
}
