using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ArtifactBuild.Model;

namespace ArtifactBuild.References;

/// <summary>How an entry keeps what a server said of an object, in W&amp;B's fields.</summary>
internal static class RemoteEntry
{
    private const string ETagKey = "etag";
    private const string VersionKey = "versionID";

    /// <summary>The entry of a URI that nobody looked at.</summary>
    public static ManifestEntry Unseen(string path, string uri) => new() { Path = path, Digest = uri, Ref = uri };

    /// <summary>The entry of an object.</summary>
    /// <param name="path">The entry's path.</param>
    /// <param name="uri">The object's URI, which is the digest, too, when the server gives none.</param>
    /// <param name="found">The object.</param>
    /// <param name="versionIsNumber">Whether the store's versions are numbers.</param>
    public static ManifestEntry Of(string path, string uri, RemoteObject found, bool versionIsNumber)
    {
        var extra = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);
        if (found.ETag is string etag)
            extra = extra.Add(ETagKey, Text(etag));
        if (found.VersionId is string version)
            extra = extra.Add(VersionKey, versionIsNumber ? JsonElement.Parse(version) : Text(version));
        return new ManifestEntry { Path = path, Digest = found.Digest ?? uri, Size = found.Size, Ref = uri, Extra = extra };
    }

    /// <summary>The digest that tells the content; nothing when the URI stands in its place.</summary>
    public static string? DigestOf(ManifestEntry entry) => entry.Digest == entry.Ref ? null : entry.Digest;

    /// <summary>The version that was recorded, if one was.</summary>
    public static string? VersionOf(ManifestEntry entry, bool versionIsNumber)
    {
        if (!entry.Extra.TryGetValue(VersionKey, out JsonElement version))
            return null;
        if (!versionIsNumber)
            return version.ValueKind == JsonValueKind.String ? version.GetString() : null;
        return version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out long number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, ReferenceJson.Default.String);
}
