using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage;

/// <summary>
/// The one table that says which address is served by which store, and which URI scheme by which provider, for registries and for
/// references alike. A provider's assembly is loaded when the first URI of its scheme is opened: a build that has everything in place
/// loads no cloud library.
/// </summary>
public static class ObjectStores
{
    private const string AzureHosts = ".blob.core.windows.net";

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
            string scheme => ProviderOf<IStorageProvider>(scheme)?.OpenStore(address, options)
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

    /// <summary>The kind of a URI by which the table knows it: its scheme, but for Azure's web addresses.</summary>
    /// <returns>The kind; nothing when the text is a plain path.</returns>
    internal static string? KindOf(string uri)
    {
        string? scheme = SchemeOf(uri);
        bool isAzure = scheme is "https"
            && Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)
            && parsed.Host.EndsWith(AzureHosts, StringComparison.OrdinalIgnoreCase);
        return isAzure ? "azure" : scheme;
    }

    /// <summary>What provides one thing, such as registries, for a kind of URI; nothing when no provider of that kind does.</summary>
    /// <typeparam name="T">The interface of what is provided.</typeparam>
    /// <exception cref="ArtifactException">ART2001: the provider's assembly is not there.</exception>
    internal static T? ProviderOf<T>(string kind)
        where T : class => (kind switch
        {
            // Whole literals, so that trimming keeps the types.
            "s3" => Create(kind, Type.GetType("ArtifactBuild.Storage.S3.S3Provider, ArtifactBuild.Storage.S3")),
            "gs" => Create(kind, Type.GetType("ArtifactBuild.Storage.Gcs.GcsProvider, ArtifactBuild.Storage.Gcs")),
            "azure" => Create(kind, Type.GetType("ArtifactBuild.Storage.Azure.AzureProvider, ArtifactBuild.Storage.Azure")),
            "http" or "https" => Create(kind, Type.GetType("ArtifactBuild.References.HttpProvider")),
            _ => null,
        }) as T;

    private static object Create(
        string kind, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type? type) => type is null
        ? throw new ArtifactException(
            ArtifactCodes.InvalidRegistry,
            $"Nothing here serves “{kind}:” addresses: the assembly for it is not beside ArtifactBuild.Core. Add a reference to it.")
        : Activator.CreateInstance(type)!;

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
