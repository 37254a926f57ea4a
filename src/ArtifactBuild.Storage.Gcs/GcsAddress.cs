namespace ArtifactBuild.Storage.Gcs;

/// <summary>The address of a registry in Google Cloud Storage: <c>gs://bucket/prefix</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What every name begins with; empty for nothing.</param>
public sealed record GcsAddress(string Bucket, string Prefix)
{
    /// <summary>Takes an address apart.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Its parts.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART2001: the address can't be used.</exception>
    public static GcsAddress Parse(string address)
    {
        BucketAddress parts = BucketAddress.Parse(address, "gs");
        return new GcsAddress(parts.Bucket, parts.Path);
    }

    /// <summary>The address in its normal form.</summary>
    /// <returns>A URI that <see cref="Parse"/> takes.</returns>
    public override string ToString() =>
        Prefix.Length == 0 ? $"gs://{Bucket}" : $"gs://{Bucket}/{string.Join('/', Prefix.Split('/').Select(Uri.EscapeDataString))}";
}
