using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Builds.Restore;

/// <summary>What a restore did.</summary>
/// <param name="Files">Every file of every reference.</param>
/// <param name="Lockfile">The lockfile as it is now.</param>
/// <param name="LockFileWritten">Whether the lockfile was written.</param>
/// <param name="DownloadedFiles">The number of files that came from a registry.</param>
/// <param name="DownloadedBytes">The number of bytes that came from a registry.</param>
/// <param name="UpToDate">Whether everything was in place, so that nothing was looked at but the lockfile and what the last build left.</param>
internal sealed record RestoreResult(
    IReadOnlyList<RestoredFile> Files,
    Lockfile Lockfile,
    bool LockFileWritten,
    int DownloadedFiles,
    long DownloadedBytes,
    bool UpToDate)
{
    /// <summary>What the restore is remembered by; <see langword="null"/> if the next build has to restore in any case.</summary>
    public string? Stamp { get; init; }

    /// <summary>The pins that changed, in the order of the references; what went comes last.</summary>
    public IReadOnlyList<PinMove> Moves { get; init; } = [];

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<BuildWarning> Warnings { get; init; } = [];
}
