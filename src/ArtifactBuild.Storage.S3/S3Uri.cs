using ArtifactBuild.Diagnostics;
using ArtifactBuild.References;

namespace ArtifactBuild.Storage.S3;

/// <summary>The URI of a reference: <c>s3://bucket/key?versionId=…</c>.</summary>
/// <remarks>As in W&amp;B nothing in the key is percent-encoded.</remarks>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key, or what keys begin with; empty for the whole bucket.</param>
/// <param name="VersionId">The version, if one is named.</param>
internal sealed record S3Uri(string Bucket, string Key, string? VersionId) : RemoteUri
{
    /// <summary>What to write instead of a URI that can't be referenced.</summary>
    public const string Advice = "Give the URI of an object, or of a prefix that ends with a slash.";

    private const string Start = "s3://";
    private const string VersionOption = "versionId=";

    public override string Ref => RefOf(Key);

    public override string Name => Key;

    public override string FullName => Key.Length > 0 ? Key : Bucket;

    // W&B: a text, of which a folder's name is only one kind.
    public override string Prefix => Key;

    /// <summary>Takes the URI apart that a user gave.</summary>
    /// <exception cref="ArtifactException">ART4009: it is none, or it may have a secret in it.</exception>
    public static S3Uri Parse(string uri)
    {
        int query = uri.IndexOf('?', StringComparison.Ordinal);
        if (OfEntry(query < 0 ? uri : uri[..query]) is not S3Uri parsed)
            throw ReferenceUri.Invalid(uri, "it is not of the form s3://bucket/key", Advice);
        if (query < 0 || query == uri.Length - 1)
            return parsed;
        // Anything else may be a signature or a key.
        string option = uri[(query + 1)..];
        return option.StartsWith(VersionOption, StringComparison.Ordinal) && option.Length > VersionOption.Length && !option.Contains('&', StringComparison.Ordinal)
            ? parsed with { VersionId = Uri.UnescapeDataString(option[VersionOption.Length..]) }
            : throw ReferenceUri.Invalid(uri, "its query is something else than a versionId", Advice);
    }

    /// <summary>Takes the URI of an entry apart, in which a question mark belongs to the key; nothing when it is none.</summary>
    public static S3Uri? OfEntry(string uri)
    {
        if (!uri.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            return null;
        int slash = uri.IndexOf('/', Start.Length);
        string bucket = slash < 0 ? uri[Start.Length..] : uri[Start.Length..slash];
        // One slash parts bucket and key; another one is the key's own.
        return bucket.Length == 0 ? null : new S3Uri(bucket, slash < 0 ? "" : uri[(slash + 1)..], null);
    }

    public override string RefOf(string name) => $"{Start}{Bucket}/{name}";
}
