namespace ArtifactBuild.Storage.S3;

/// <summary>A request whose body and answer are plain bytes.</summary>
/// <param name="Method">The method.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The object's key.</param>
internal sealed record S3Call(HttpMethod Method, string Bucket, string Key)
{
    // The SHA-256 of no bytes.
    private const string NoBytes = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>What follows the path, with escaped values and without the question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>Headers, all of which are signed.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The SHA-256 of the body. The server compares it with what it gets.</summary>
    public string BodySha256 { get; init; } = NoBytes;

    /// <summary>The body, if there is one.</summary>
    public S3Body? Body { get; init; }

    /// <summary>Adds a condition on the object that is there.</summary>
    public S3Call If(string header, string? etag)
    {
        if (etag is not null)
            Headers[header] = etag == "*" ? etag : $"\"{etag}\"";
        return this;
    }
}
