using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>The promises of a store, asked of S3 by Ceph.</summary>
[TestClass]
public sealed class CephConformance : StoreConformance
{
    private protected override StoreHome Home => StoreHome.Ceph;
}
