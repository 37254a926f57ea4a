using ArtifactBuild.Storage;

namespace ArtifactBuild.References;

/// <summary>Offers references to what one kind of store on the network has.</summary>
internal interface IReferenceProvider
{
    /// <summary>Makes what reads such references. No request is made yet, and no credentials are looked for.</summary>
    IReferenceHandler CreateReferenceHandler(RemoteOptions options);
}
