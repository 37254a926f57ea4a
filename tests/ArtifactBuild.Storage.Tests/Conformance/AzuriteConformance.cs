using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>The promises of a store, asked of Azure Blob Storage by Azurite.</summary>
[TestClass]
public sealed class AzuriteConformance : StoreConformance
{
    private protected override StoreHome Home => StoreHome.Azurite;
}
