namespace ArtifactBuild.Model;

/// <summary>What the caller promises about a file between adding and logging it.</summary>
public enum StoragePolicy
{
    /// <summary>The file may change: its bytes are copied when it is added, and the copy is what is logged.</summary>
    Mutable,

    /// <summary>The file stays as it is: nothing is copied. Should it change all the same, logging fails with ART4003.</summary>
    Immutable,
}
