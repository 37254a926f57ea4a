using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>The promises of a store, asked of S3 by moto.</summary>
[TestClass]
public sealed class MotoConformance : StoreConformance
{
    private protected override StoreHome Home => StoreHome.Moto;
}
