using ArtifactBuild.Storage.Tests.Conformance;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.S3;

/// <summary>Ceph decides a deletion by a condition of its own, which the store adds.</summary>
[TestClass]
public sealed class CephDeletionRaces : DeletionRaceConformance
{
    private protected override StoreHome Home => StoreHome.Ceph;
}
