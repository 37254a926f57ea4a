using ArtifactBuild.Storage;

namespace ArtifactBuild.References;

/// <summary>Web servers: they have references and no registries.</summary>
internal sealed class HttpProvider : IReferenceProvider
{
    public IReferenceHandler CreateReferenceHandler(RemoteOptions options) => new HttpReferences(options);
}
