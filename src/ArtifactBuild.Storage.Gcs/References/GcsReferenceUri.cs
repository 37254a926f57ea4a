using System.Globalization;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.References;

namespace ArtifactBuild.Storage.Gcs.References;

/// <summary>A URI of Cloud Storage: <c>gs://bucket/name#generation</c>. Nothing in it is percent-encoded, as in W&amp;B and gsutil.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Object">The name of an object or of a folder; empty for the whole bucket.</param>
/// <param name="VersionId">The generation, a number, if one is asked for.</param>
internal sealed record GcsReferenceUri(string Bucket, string Object, string? VersionId) : RemoteUri
{
    /// <summary>What to write instead of a URI that can't be referenced.</summary>
    public const string Advice = "Give the URI of an object or of a folder in a bucket.";

    private const string Start = "gs://";

    public override string Ref => RefOf(Object);

    public override string Name => Object;

    public override string FullName => Object.Length > 0 ? Object : Bucket;

    // Slashes at the end of a folder's name are a part of it.
    public override string Prefix => Object.EndsWith('/') ? Object : base.Prefix;

    /// <summary>Takes apart what a user wrote.</summary>
    /// <exception cref="ArtifactException">ART4009: the text is not a gs: URI, or has a query.</exception>
    public static GcsReferenceUri Parse(string uri)
    {
        GcsReferenceUri parts = Split(uri) ?? throw ReferenceUri.Invalid(uri, "it is not of the form gs://bucket/name", Advice);
        // What stands there may be a secret, and means nothing.
        if (parts.Object.Contains('?', StringComparison.Ordinal))
            throw ReferenceUri.Invalid(uri, "it has a query; an object with a question mark in its name is referenced with its folder", Advice);
        int hash = parts.Object.LastIndexOf('#');
        return hash >= 0 && long.TryParse(parts.Object.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long generation)
            ? new GcsReferenceUri(parts.Bucket, parts.Object[..hash], generation.ToString(CultureInfo.InvariantCulture))
            : parts;
    }

    /// <summary>Parses the URI of a manifest, in which everything after the bucket is the object's name; null when it is not a gs: URI.</summary>
    public static GcsReferenceUri? Split(string uri)
    {
        if (!uri.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            return null;
        string rest = uri[Start.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string bucket = slash < 0 ? rest : rest[..slash];
        return bucket.Length == 0 ? null : new GcsReferenceUri(bucket, slash < 0 ? "" : rest[(slash + 1)..], null);
    }

    public override string RefOf(string name) => $"{Start}{Bucket}/{name}";
}
