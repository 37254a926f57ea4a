namespace ArtifactBuild.TestServers;

/// <summary>The object stores that tests can start.</summary>
public enum TestServerKind
{
    /// <summary>S3 by Ceph's gateway: slower to install, and right in what matters, races included.</summary>
    Ceph,

    /// <summary>S3 by moto: quick to install; checks no signatures.</summary>
    Moto,

    /// <summary>Azure Blob Storage by Azurite; has no blob versions.</summary>
    Azurite,

    /// <summary>Google Cloud Storage by a host of our own, inside the test's process.</summary>
    Gcs,
}
