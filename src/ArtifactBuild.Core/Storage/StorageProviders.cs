using System.Diagnostics.CodeAnalysis;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage;

/// <summary>
/// The one table that says which URI scheme is served by which provider, for registries and for references alike. A provider's
/// assembly is loaded when the first URI of its scheme is opened: a build that has everything in place loads no cloud library.
/// </summary>
internal static class StorageProviders
{
    private const string AzureHosts = ".blob.core.windows.net";

    /// <summary>What provides one thing, such as registries, for a URI; nothing when no provider of its scheme does.</summary>
    /// <typeparam name="T">The interface of what is provided.</typeparam>
    /// <exception cref="ArtifactException">ART2001: the provider's assembly is not there.</exception>
    public static T? For<T>(string kind)
        where T : class => Provider(kind) as T;

    /// <summary>The kind of a URI by which the table knows it: its scheme, but for Azure's web addresses.</summary>
    /// <returns>The kind; nothing when the text is a plain path.</returns>
    public static string? KindOf(string uri)
    {
        string? scheme = ObjectStores.SchemeOf(uri);
        bool isAzure = scheme is "https"
            && Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)
            && parsed.Host.EndsWith(AzureHosts, StringComparison.OrdinalIgnoreCase);
        return isAzure ? "azure" : scheme;
    }

    private static object? Provider(string kind) => kind switch
    {
        // Whole literals, so that trimming keeps the types.
        "s3" => Create(kind, Type.GetType("ArtifactBuild.Storage.S3.S3Provider, ArtifactBuild.Storage.S3")),
        "gs" => Create(kind, Type.GetType("ArtifactBuild.Storage.Gcs.GcsProvider, ArtifactBuild.Storage.Gcs")),
        "azure" => Create(kind, Type.GetType("ArtifactBuild.Storage.Azure.AzureProvider, ArtifactBuild.Storage.Azure")),
        "http" or "https" => Create(kind, Type.GetType("ArtifactBuild.References.HttpProvider")),
        _ => null,
    };

    private static object Create(
        string kind, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type? type) => type is null
        ? throw new ArtifactException(
            ArtifactCodes.InvalidRegistry,
            $"Nothing here serves “{kind}:” addresses: the assembly for it is not beside ArtifactBuild.Core. Add a reference to it.")
        : Activator.CreateInstance(type)!;
}
