namespace ArtifactBuild.Builds.UpToDate;

/// <summary>What tells a later build that a restore still holds.</summary>
/// <param name="LockFile">The lockfile.</param>
/// <param name="UsesFile">The absolute path of the file that tells the cache's users that its objects are in use.</param>
internal sealed record RestoreEvidence(FileState LockFile, string UsesFile);
