namespace ArtifactBuild.GcsHosting;

/// <summary>How a host differs from one that lets everybody do everything.</summary>
public sealed record GcsHostOptions
{
    /// <summary>The bearer token that each request must bring; null lets anonymous ones in.</summary>
    public string? Token { get; init; }

    /// <summary>How many bytes one call of a rewrite copies before it answers "not done yet".</summary>
    public long RewriteBytesPerCall { get; init; } = long.MaxValue;
}
