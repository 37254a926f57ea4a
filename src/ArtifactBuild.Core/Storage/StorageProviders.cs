using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage;

/// <summary>
/// Which assembly serves which scheme. It is loaded when the first address of its scheme is opened: a build that has everything
/// in place loads no cloud library.
/// </summary>
internal static class StorageProviders
{
    /// <summary>The provider of a scheme; nothing for a scheme that no cloud storage has.</summary>
    /// <exception cref="ArtifactException">ART2001: its assembly is not there.</exception>
    public static IStorageProvider? For(string scheme) => scheme switch
    {
        // Whole literals, so that trimming keeps the types.
        "s3" => Create(scheme, Type.GetType("ArtifactBuild.Storage.S3.S3Provider, ArtifactBuild.Storage.S3")),
        "gs" => Create(scheme, Type.GetType("ArtifactBuild.Storage.Gcs.GcsProvider, ArtifactBuild.Storage.Gcs")),
        "azure" => Create(scheme, Type.GetType("ArtifactBuild.Storage.Azure.AzureProvider, ArtifactBuild.Storage.Azure")),
        _ => null,
    };

    private static IStorageProvider Create(
        string scheme,
        [System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
        Type? type) => type is null
        ? throw new ArtifactException(
            ArtifactCodes.InvalidRegistry,
            $"Nothing here serves “{scheme}:” addresses: the assembly for it is not beside ArtifactBuild.Core. Add a reference to it.")
        : (IStorageProvider)Activator.CreateInstance(type)!;
}
