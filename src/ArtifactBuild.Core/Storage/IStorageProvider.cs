using ArtifactBuild.References;

namespace ArtifactBuild.Storage;

/// <summary>What an assembly for one kind of cloud storage offers.</summary>
internal interface IStorageProvider
{
    /// <summary>Opens the store behind an address. Nothing is read or made yet, and no credentials are looked for.</summary>
    /// <exception cref="Diagnostics.ArtifactException">ART2001: the address can't be used.</exception>
    IObjectStore OpenStore(string address, RemoteOptions options);

    /// <summary>Makes what reads references to objects of this kind of storage.</summary>
    IReferenceHandler CreateReferenceHandler(RemoteOptions options);
}
