using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Storage.S3;

/// <summary>The URI of a reference: <c>s3://bucket/key?versionId=…</c>.</summary>
/// <remarks>As in W&amp;B nothing in the key is percent-encoded.</remarks>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key, or what keys begin with; empty for the whole bucket.</param>
/// <param name="VersionId">The version, if one is named.</param>
internal sealed record S3Uri(string Bucket, string Key, string? VersionId)
{
    private const string Start = "s3://";
    private const string VersionOption = "versionId=";

    /// <summary>The URI that an entry keeps, without the version.</summary>
    public string Ref => $"{Start}{Bucket}/{Key}";

    /// <summary>Takes the URI apart that a user gave.</summary>
    /// <exception cref="ArtifactException">ART4009: it is none, or it may have a secret in it.</exception>
    public static S3Uri Parse(string uri)
    {
        int query = uri.IndexOf('?', StringComparison.Ordinal);
        if (OfEntry(query < 0 ? uri : uri[..query]) is not S3Uri parsed)
            throw Invalid(uri, "it is not of the form s3://bucket/key");
        if (parsed.Bucket.Contains('@', StringComparison.Ordinal))
            throw Invalid(uri, "it has credentials in it; they come from the environment");
        if (query < 0 || query == uri.Length - 1)
            return parsed;
        // Anything else may be a signature or a key.
        string option = uri[(query + 1)..];
        return option.StartsWith(VersionOption, StringComparison.Ordinal) && option.Length > VersionOption.Length && !option.Contains('&', StringComparison.Ordinal)
            ? parsed with { VersionId = Uri.UnescapeDataString(option[VersionOption.Length..]) }
            : throw Invalid(uri, "its query is something else than a versionId");
    }

    /// <summary>Takes the URI of an entry apart, in which a question mark belongs to the key; nothing when it is none.</summary>
    public static S3Uri? OfEntry(string uri)
    {
        if (!uri.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            return null;
        int slash = uri.IndexOf('/', Start.Length);
        string bucket = slash < 0 ? uri[Start.Length..] : uri[Start.Length..slash];
        return bucket.Length == 0 ? null : new S3Uri(bucket, slash < 0 ? "" : uri[(slash + 1)..].TrimStart('/'), null);
    }

    /// <summary>The error for what can't be referenced.</summary>
    public static ArtifactException Invalid(string uri, string reason) => new(
        ArtifactCodes.InvalidReference,
        $"“{Shown(uri)}” can't be referenced: {reason}. Give the URI of an object, or of a prefix that ends with a slash.");

    /// <summary>A URI as it may be shown.</summary>
    public static string Shown(string uri)
    {
        string shown = LogicalPath.Printable(uri.Split('?')[0]);
        int at = shown.LastIndexOf('@');
        return at > 0 && shown.IndexOf('/', Start.Length) is var slash && (slash < 0 || at < slash) ? $"{Start}***{shown[at..]}" : shown;
    }
}
