using System.Globalization;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Storage.Gcs.References;

/// <summary>A URI of Cloud Storage: <c>gs://bucket/name#generation</c>. Nothing in it is percent-encoded, as in W&amp;B and gsutil.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Name">The name of an object or of a folder; empty for the whole bucket.</param>
/// <param name="Generation">The generation, if one is asked for.</param>
internal sealed record GcsReferenceUri(string Bucket, string Name, long? Generation)
{
    private const string Start = "gs://";

    /// <summary>The URI of the newest generation.</summary>
    public string Text => TextOf(Name);

    /// <summary>The URI of another object of the bucket.</summary>
    public string TextOf(string name) => $"{Start}{Bucket}/{name}";

    /// <summary>Takes apart what a user wrote.</summary>
    /// <exception cref="ArtifactException">ART4009: it is no such URI, or one that may hold a secret.</exception>
    public static GcsReferenceUri Parse(string uri)
    {
        GcsReferenceUri parts = Split(uri) ?? throw Invalid(uri, "it is not of the form gs://bucket/name");
        // Not even shown: whatever stands there may be a secret, and nothing that stands there means anything.
        if (parts.Bucket.Contains('@', StringComparison.Ordinal))
            throw Invalid(uri, "it has credentials in it; they come from the environment");
        if (parts.Name.Contains('?', StringComparison.Ordinal))
            throw Invalid(uri, "it has a query; an object with a question mark in its name is referenced with its folder");
        int hash = parts.Name.LastIndexOf('#');
        return hash >= 0 && long.TryParse(parts.Name.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long generation)
            ? new GcsReferenceUri(parts.Bucket, parts.Name[..hash], generation)
            : parts;
    }

    /// <summary>Takes apart what a manifest has, where all that follows the bucket is a name; nothing when it is no such URI.</summary>
    public static GcsReferenceUri? Split(string uri)
    {
        if (!uri.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            return null;
        string rest = uri[Start.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string bucket = slash < 0 ? rest : rest[..slash];
        return bucket.Length == 0 ? null : new GcsReferenceUri(bucket, slash < 0 ? "" : rest[(slash + 1)..], null);
    }

    /// <summary>The error for a URI that can't be referenced.</summary>
    public static ArtifactException Invalid(string uri, string reason) => new(
        ArtifactCodes.InvalidReference,
        $"“{LogicalPath.Printable(StoreAddress.WithoutSecrets(uri))}” can't be referenced: {reason}. Give the URI of an object or of a folder in a bucket.");
}
