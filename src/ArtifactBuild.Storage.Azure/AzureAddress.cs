using System.Buffers;

namespace ArtifactBuild.Storage.Azure;

/// <summary>The address of a registry in Azure Blob Storage: <c>azure://account/container/prefix</c>.</summary>
/// <param name="Account">The storage account.</param>
/// <param name="Container">The container.</param>
/// <param name="Prefix">What every blob's name begins with; empty for nothing.</param>
public sealed record AzureAddress(string Account, string Container, string Prefix)
{
    private static readonly SearchValues<char> AccountCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> ContainerCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-$");

    /// <summary>Takes an address apart.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Its parts.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART2001: the address can't be used.</exception>
    public static AzureAddress Parse(string address)
    {
        BucketAddress parts = BucketAddress.Parse(address, "azure");
        int slash = parts.Path.IndexOf('/', StringComparison.Ordinal);
        string container = slash < 0 ? parts.Path : parts.Path[..slash];
        if (container.Length == 0)
            throw BucketAddress.Invalid(address, "it names no container; write azure://account/container/prefix");
        // The account becomes a part of a host's name, and the container one of a path.
        if (!IsAccount(parts.Bucket))
            throw BucketAddress.Invalid(address, "an account's name has small letters and digits only");
        if (!IsContainer(container))
            throw BucketAddress.Invalid(address, "a container's name has small letters, digits and hyphens only");
        return new AzureAddress(parts.Bucket, container, slash < 0 ? "" : parts.Path[(slash + 1)..]);
    }

    /// <summary>The address as it may be shown and parsed again.</summary>
    /// <returns>The address, without a slash at its end.</returns>
    public override string ToString()
    {
        string prefix = string.Join('/', Prefix.Split('/').Select(Uri.EscapeDataString));
        return $"azure://{Account}/{Container}{(prefix.Length == 0 ? "" : "/")}{prefix}";
    }

    /// <summary>Whether a text can be the name of an account.</summary>
    internal static bool IsAccount(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(AccountCharacters);

    /// <summary>Whether a text can be the name of a container.</summary>
    internal static bool IsContainer(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(ContainerCharacters);
}
