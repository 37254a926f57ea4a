namespace ArtifactBuild.Storage;

/// <summary>Offers registries in one kind of store on the network.</summary>
internal interface IStorageProvider
{
    /// <summary>Opens the store behind an address. Nothing is read or made yet, and no credentials are looked for.</summary>
    /// <exception cref="Diagnostics.ArtifactException">ART2001: the address can't be used.</exception>
    IObjectStore OpenStore(string address, RemoteOptions options);
}
