using System.Buffers;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage;

/// <summary>The one place that says which address is served by which store.</summary>
public static class ObjectStores
{
    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    /// <summary>Opens the store behind an address. Nothing is read or made yet.</summary>
    /// <param name="address">A plain path, or a URI: <c>file:</c>, <c>s3:</c>, <c>gs:</c> or <c>azure:</c>.</param>
    /// <returns>The store.</returns>
    /// <exception cref="ArtifactException">ART2001: the address is not one that a store serves.</exception>
    public static IObjectStore Open(string address) => Open(address, RemoteOptions.Default);

    /// <summary>Opens the store behind an address.</summary>
    internal static IObjectStore Open(string address, RemoteOptions options)
    {
        if (string.IsNullOrWhiteSpace(address))
            throw Invalid(address, "it is empty");
        return SchemeOf(address) switch
        {
            null => new DirectoryStore(Path.GetFullPath(address)),
            "file" => new DirectoryStore(DirectoryOf(address)),
            string scheme => StorageProviders.For<IStorageProvider>(scheme)?.OpenStore(address, options)
                ?? throw Invalid(address, $"no store serves “{scheme}:”"),
        };
    }

    /// <summary>The lower-case scheme of an address; <see langword="null"/> when it is a plain path, a Windows drive included.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The scheme.</returns>
    public static string? SchemeOf(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int colon = address.IndexOf(':', StringComparison.Ordinal);
        bool isScheme = colon > 1
            && char.IsAsciiLetter(address[0])
            && !address.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters);
        return isScheme ? address[..colon].ToLowerInvariant() : null;
    }

    private static string DirectoryOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Query.Length + uri.Fragment.Length > 0)
            throw Invalid(address, "it is not the file: URI of a folder");
        if (uri.IsUnc && !OperatingSystem.IsWindows())
            throw Invalid(address, "it names another machine");
        return Path.GetFullPath(uri.LocalPath);
    }

    private static ArtifactException Invalid(string address, string reason) => new(
        ArtifactCodes.InvalidRegistry,
        $"“{StoreAddress.WithoutSecrets(address)}” can't be used as a registry: {reason}. Give the path of a folder, or a URI that begins with file:, s3:, gs: or azure:.");
}
