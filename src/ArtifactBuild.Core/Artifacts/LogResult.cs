namespace ArtifactBuild.Artifacts;

/// <summary>What logging a draft did.</summary>
/// <param name="Artifact">The draft, which is the logged version now.</param>
/// <param name="IsNewVersion">Whether a version was made; if not, the newest one has the same digest already.</param>
/// <param name="UploadedFiles">The number of files whose bytes were sent.</param>
/// <param name="UploadedBytes">The number of bytes that were sent.</param>
public sealed record LogResult(Artifact Artifact, bool IsNewVersion, int UploadedFiles, long UploadedBytes);
