using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Faults;

/// <summary>Faults in front of Ceph.</summary>
[TestClass]
public sealed class CephFaults : FaultConformance
{
    private protected override ServerHome Server => StoreHome.Ceph;
}

/// <summary>Faults in front of moto.</summary>
[TestClass]
public sealed class MotoFaults : FaultConformance
{
    private protected override ServerHome Server => StoreHome.Moto;
}

/// <summary>Faults in front of Azurite.</summary>
[TestClass]
public sealed class AzuriteFaults : FaultConformance
{
    private protected override ServerHome Server => StoreHome.Azurite;
}

/// <summary>Faults in front of the Cloud Storage host.</summary>
[TestClass]
public sealed class GcsFaults : FaultConformance
{
    private protected override ServerHome Server => StoreHome.Gcs;
}
