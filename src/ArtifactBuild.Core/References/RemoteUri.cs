namespace ArtifactBuild.References;

/// <summary>A URI as the store that serves it reads it.</summary>
internal abstract record RemoteUri
{
    /// <summary>The URI that an entry keeps: without what asks for a version.</summary>
    public abstract string Ref { get; }

    /// <summary>The name of an object, or of a folder, as the store writes it; empty for the whole bucket.</summary>
    public abstract string Name { get; }

    /// <summary>The version that is asked for, if one is.</summary>
    public abstract string? VersionId { get; init; }

    /// <summary>What an entry is called that nobody named and whose object nobody looked at; empty when the URI gives no name.</summary>
    public abstract string FullName { get; }

    /// <summary>What an entry is called whose object was looked at; empty when the URI gives no name.</summary>
    public virtual string BaseName => Folder[(Folder.LastIndexOf('/') + 1)..];

    /// <summary>What the names of the objects below the folder begin with, as a store is asked for them.</summary>
    public virtual string Prefix => Folder.Length == 0 ? "" : Folder + "/";

    /// <summary>The name without slashes at its end.</summary>
    public string Folder => Name.TrimEnd('/');

    /// <summary>The URI of an object that was listed below the folder.</summary>
    public abstract string RefOf(string name);
}
