using ArtifactBuild.Builds.Settings;

namespace ArtifactBuild.Builds.Restore;

/// <summary>What a build asks of a restore.</summary>
/// <param name="Settings">What the project says for all its items.</param>
/// <param name="References">What it refers to.</param>
/// <param name="LockFile">The absolute path of the lockfile.</param>
/// <param name="WorkDirectory">The absolute path of the folder in obj/ for what the next build has to know and for loaded references.</param>
internal sealed record RestoreRequest(
    BuildSettings Settings, IReadOnlyList<ReferenceDeclaration> References, string LockFile, string WorkDirectory)
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
}
