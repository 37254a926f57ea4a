using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>The promises of a store, asked of folders.</summary>
[TestClass]
public sealed class FolderConformance : StoreConformance
{
    private protected override StoreHome Home => StoreHome.Folder;
}
