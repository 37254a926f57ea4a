using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>The promises of a store, asked of Google Cloud Storage.</summary>
[TestClass]
public sealed class GcsConformance : StoreConformance
{
    private protected override StoreHome Home => StoreHome.Gcs;
}
