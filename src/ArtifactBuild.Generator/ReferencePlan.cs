using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator;

/// <summary>A reference that gets a class.</summary>
/// <param name="Artifact">What the lockfile says about it.</param>
/// <param name="ClassName">The name of its class.</param>
/// <param name="TargetPath">Its folder under the output: empty, or with a slash at the end.</param>
/// <param name="LockfilePath">Where diagnostics point to.</param>
internal sealed record ReferencePlan(LockedArtifact Artifact, string ClassName, string TargetPath, string LockfilePath);
