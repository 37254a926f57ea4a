using ArtifactBuild.Artifacts;

namespace ArtifactBuild.Registries;

/// <summary>Where a registry keeps what. The same keys in every store, so that any copy tool moves a registry.</summary>
internal static class RegistryLayout
{
    public const string Marker = "registry.json";

    public static string Blob(Sha256Digest digest) => $"blobs/sha256/{digest.Hex[..2]}/{digest.Hex[2..]}";

    public static string Manifest(Sha256Digest digest) => $"manifests/sha256/{digest.Hex[..2]}/{digest.Hex[2..]}.json";

    public static string Head(ArtifactName name) => $"collections/{name.CollectionName}/head.json";

    // Named by the version's id, not its number: two writers that try for the same number must not share a record.
    public static string VersionRecord(ArtifactName name, string versionId) =>
        $"collections/{name.CollectionName}/versions/{versionId}.json";
}
