namespace ArtifactBuild.Storage;

/// <summary>What must be true of the object under a key for a write to happen.</summary>
public sealed class PutCondition
{
    private PutCondition(string? etag) => ETag = etag;

    /// <summary>There is no object under the key.</summary>
    public static PutCondition IfAbsent { get; } = new(null);

    /// <summary>The ETag that the object must have; <see langword="null"/> when there must be no object.</summary>
    public string? ETag { get; }

    /// <summary>The object is the one that was read.</summary>
    /// <param name="etag">Its ETag.</param>
    /// <returns>The condition.</returns>
    public static PutCondition IfMatch(string etag)
    {
        ArgumentException.ThrowIfNullOrEmpty(etag);
        return new PutCondition(etag);
    }
}
