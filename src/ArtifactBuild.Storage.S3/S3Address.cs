namespace ArtifactBuild.Storage.S3;

/// <summary>The address of a registry in S3: <c>s3://bucket/prefix?region=…&amp;endpoint=…&amp;path-style=true</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What every key begins with; empty for nothing.</param>
/// <param name="Region">The region; <see langword="null"/> for that of the environment.</param>
/// <param name="Endpoint">The server of a store that speaks S3; <see langword="null"/> for Amazon's own.</param>
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
            && (!Uri.TryCreate(server, UriKind.Absolute, out endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.UserInfo.Length > 0))
        {
            throw BucketAddress.Invalid(address, "its endpoint is no http or https URI, or has credentials");
        }

        return parts.Options.GetValueOrDefault("path-style", "false") is not ("true" or "false") and var style
            ? throw BucketAddress.Invalid(address, $"path-style is “{style}”, neither true nor false")
            : new S3Address(
                parts.Bucket,
                parts.Path,
                parts.Options.GetValueOrDefault("region"),
                endpoint,
                parts.Options.GetValueOrDefault("path-style") == "true");
    }
}
