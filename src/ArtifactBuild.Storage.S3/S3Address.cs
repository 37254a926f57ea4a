using System.Text;

namespace ArtifactBuild.Storage.S3;

/// <summary>The address of a registry in S3: <c>s3://bucket/prefix?region=…&amp;endpoint=…&amp;path-style=true</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What every key begins with; empty for nothing.</param>
/// <param name="Region">The region; <see langword="null"/> for that of the environment.</param>
/// <param name="Endpoint">The server of a store that speaks S3; <see langword="null"/> for that of the environment, else Amazon's own.</param>
/// <param name="PathStyle">Whether the bucket stands in the path of a request rather than in its host.</param>
public sealed record S3Address(string Bucket, string Prefix, string? Region, Uri? Endpoint, bool PathStyle)
{
    /// <summary>Takes an address apart.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Its parts.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART2001: the address can't be used.</exception>
    public static S3Address Parse(string address)
    {
        BucketAddress parts = BucketAddress.Parse(address, "s3", "region", "endpoint", "path-style");
        Uri? endpoint = null;
        if (parts.Options.TryGetValue("endpoint", out string? server)
            && (!Uri.TryCreate(server, UriKind.Absolute, out endpoint) || !IsServer(endpoint)))
        {
            throw BucketAddress.Invalid(address, "its endpoint is not an http or https URI, or has credentials, a query or a fragment");
        }

        // It becomes a part of the server's name.
        if (parts.Options.TryGetValue("region", out string? region) && !region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw BucketAddress.Invalid(address, "its region has other characters than letters, digits and “-”");
        return parts.Options.GetValueOrDefault("path-style", "false") is not ("true" or "false") and var style
            ? throw BucketAddress.Invalid(address, $"path-style is “{style}”, neither true nor false")
            : new S3Address(
                parts.Bucket,
                parts.Path,
                region is { Length: > 0 } ? region : null,
                endpoint,
                parts.Options.GetValueOrDefault("path-style") == "true");
    }

    /// <summary>The address, always written in the same way.</summary>
    /// <returns>A text that <see cref="Parse"/> takes.</returns>
    public override string ToString()
    {
        var text = new StringBuilder($"s3://{Bucket}");
        foreach (string part in Prefix.Split('/', StringSplitOptions.RemoveEmptyEntries))
            text.Append('/').Append(Uri.EscapeDataString(part));
        string?[] options =
        [
            Endpoint is null ? null : "endpoint=" + Uri.EscapeDataString(Endpoint.AbsoluteUri.TrimEnd('/')),
            PathStyle ? "path-style=true" : null,
            Region is null ? null : "region=" + Region,
        ];
        string query = string.Join('&', options.OfType<string>());
        return (query.Length == 0 ? text : text.Append('?').Append(query)).ToString();
    }

    private static bool IsServer(Uri uri) =>
        uri.Scheme is "http" or "https" && uri.UserInfo.Length + uri.Query.Length + uri.Fragment.Length == 0;
}
