using ArtifactBuild.Model;

namespace ArtifactBuild.Registries.Records;

/// <summary>Where a registry keeps what. The same keys in every store, so that any copy tool moves a registry.</summary>
internal static class RegistryLayout
{
    public const string Marker = "registry.json";
    public const string Blobs = "blobs/sha256/";
    public const string Manifests = "manifests/sha256/";
    public const string Collections = "collections/";
    public const string Versions = "versions/";
    public const string Runs = "runs/";
    public const string Lineage = "lineage/";

    private const string HeadName = "/head.json";

    public static string Blob(Sha256Digest digest) => $"{Blobs}{digest.Hex[..2]}/{digest.Hex[2..]}";

    public static string Manifest(Sha256Digest digest) => $"{Manifests}{digest.Hex[..2]}/{digest.Hex[2..]}.json";

    public static string Head(ArtifactName name) => $"{Collections}{name.CollectionName}{HeadName}";

    // Named by the version's id, not its number: two writers that try for the same number must not share a record.
    public static string VersionRecord(string versionId) => $"{Versions}{versionId}.json";

    public static string Run(string entity, string project, string runId) => $"{Runs}{entity}/{project}/{runId}.json";

    public static string UsedBy(string versionId) => $"{Lineage}{versionId}/used-by/";

    public static string UsedBy(string versionId, string runId) => $"{UsedBy(versionId)}{runId}.json";

    /// <summary>The collection of a head's key; nothing for any other key.</summary>
    public static ArtifactName? CollectionOf(string key)
    {
        bool isHead = key.StartsWith(Collections, StringComparison.Ordinal) && key.EndsWith(HeadName, StringComparison.Ordinal);
        string[] parts = isHead ? key[Collections.Length..^HeadName.Length].Split('/') : [];
        return parts.Length == 3 ? new ArtifactName(parts[0], parts[1], parts[2]) : null;
    }

    /// <summary>The SHA-256 that a blob's or a manifest's key is made of; nothing for any other key.</summary>
    public static Sha256Digest? DigestOf(string key)
    {
        string rest = key.StartsWith(Blobs, StringComparison.Ordinal) ? key[Blobs.Length..]
            : key.StartsWith(Manifests, StringComparison.Ordinal) && key.EndsWith(".json", StringComparison.Ordinal) ? key[Manifests.Length..^5]
            : "";
        return Sha256Digest.TryParse(rest.Replace("/", "", StringComparison.Ordinal), out Sha256Digest digest) ? digest : null;
    }

    /// <summary>The id of a version's record or lineage; nothing for any other key.</summary>
    public static string? VersionOf(string key)
    {
        if (key.StartsWith(Versions, StringComparison.Ordinal))
            return key[Versions.Length..].Replace(".json", "", StringComparison.Ordinal);
        return key.StartsWith(Lineage, StringComparison.Ordinal) ? key[Lineage.Length..].Split('/')[0] : null;
    }
}
