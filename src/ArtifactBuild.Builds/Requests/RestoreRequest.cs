using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Requests;

/// <summary>What a build asks of a restore.</summary>
/// <param name="Settings">What the project says for all its items.</param>
/// <param name="References">What it refers to.</param>
/// <param name="LockFile">The absolute path of the lockfile.</param>
/// <param name="WorkDirectory">The absolute path of the folder in obj/ for what the next build has to know and for loaded references.</param>
internal sealed record RestoreRequest(
    BuildSettings Settings, IReadOnlyList<ArtifactReferenceItem> References, string LockFile, string WorkDirectory)
{
    /// <summary>Whether a lockfile that does not fit the project is an error rather than mended.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether the registry may not be asked.</summary>
    public bool Offline { get; init; }

    /// <summary>Whether aliases are resolved again.</summary>
    public bool Update { get; init; }

    /// <summary>
    /// The names of what an update is about, with project, entity, version or alias or without; empty for everything.
    /// </summary>
    public IReadOnlyList<string> UpdateOnly { get; init; } = [];

    /// <summary>Whether what was made from the lockfile is asked for, so that each pin keeps the registry that stands there.</summary>
    internal bool IsOfLockfile { get; init; }

    /// <summary>Whether the lockfile belongs to this project alone, so that an update removes the pins that the project does not refer to.</summary>
    public bool OwnsLockFile { get; init; }

    /// <summary>Makes sure that no two references ask for the same, since the lockfile has one block for it.</summary>
    /// <exception cref="ArtifactException">ART1003: two references ask for the same version or alias.</exception>
    public void EnsureDistinct()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < References.Count; i++)
        {
            string requested = References[i].Requested;
            if (!seen.Add(requested))
            {
                throw new ArtifactException(
                    ArtifactCodes.DuplicateReference,
                    $"The project has more than one ArtifactReference to “{requested}”. Keep one, and list all that it wants in Files.")
                {
                    Reference = i,
                };
            }
        }
    }
}
