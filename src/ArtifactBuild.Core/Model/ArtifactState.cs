namespace ArtifactBuild.Model;

/// <summary>Where an artifact stands in its life.</summary>
public enum ArtifactState
{
    /// <summary>A draft: it was never logged.</summary>
    Pending,

    /// <summary>A version of a collection.</summary>
    Committed,

    /// <summary>A version that was deleted.</summary>
    Deleted,
}
