namespace ArtifactBuild.Storage.Azure;

/// <summary>The address of a registry in Azure Blob Storage: <c>azure://account/container/prefix</c>.</summary>
/// <param name="Account">The storage account.</param>
/// <param name="Container">The container.</param>
/// <param name="Prefix">What every blob's name begins with; empty for nothing.</param>
public sealed record AzureAddress(string Account, string Container, string Prefix)
{
    /// <summary>Takes an address apart.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Its parts.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART2001: the address can't be used.</exception>
    public static AzureAddress Parse(string address)
    {
        BucketAddress parts = BucketAddress.Parse(address, "azure");
        int slash = parts.Path.IndexOf('/', StringComparison.Ordinal);
        string container = slash < 0 ? parts.Path : parts.Path[..slash];
        return container.Length > 0
            ? new AzureAddress(parts.Bucket, container, slash < 0 ? "" : parts.Path[(slash + 1)..])
            : throw BucketAddress.Invalid(address, "it names no container; write azure://account/container/prefix");
    }
}
