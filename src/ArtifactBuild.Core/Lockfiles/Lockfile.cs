using System.Collections.Immutable;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>What artifacts.lock.json says: the pinned version of each reference.</summary>
internal sealed record Lockfile
{
    /// <summary>The name of the file, unless the property <c>ArtifactLockFile</c> gives another.</summary>
    public const string FileName = "artifacts.lock.json";

    /// <summary>The format that this version reads and writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Initializes a new instance of the <see cref="Lockfile"/> class.</summary>
    /// <param name="artifacts">The blocks in any order, no two with the same <see cref="LockedArtifact.Requested"/>.</param>
    public Lockfile(EquatableArray<LockedArtifact> artifacts) =>
        Artifacts = artifacts.Sorted(static (left, right) => Utf8Order.Compare(left.Requested, right.Requested));

    /// <summary>Gets a lockfile without blocks.</summary>
    public static Lockfile Empty { get; } = new(ImmutableArray<LockedArtifact>.Empty);

    /// <summary>Gets the blocks in the UTF-8 order of what was asked for.</summary>
    public EquatableArray<LockedArtifact> Artifacts { get; }

    /// <summary>Finds the block of a reference.</summary>
    /// <param name="requested">The text that <see cref="ReferenceRequest.Qualify"/> gives for the reference.</param>
    /// <returns>The block, or null when the reference is not pinned.</returns>
    public LockedArtifact? Find(string requested)
    {
        foreach (LockedArtifact artifact in Artifacts)
            if (artifact.Requested == requested)
                return artifact;

        return null;
    }
}
