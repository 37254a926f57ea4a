namespace ArtifactBuild.Lockfiles;

/// <summary>A key of pinned metadata and its value.</summary>
/// <param name="Name">The key, which may be any text.</param>
/// <param name="Value">The value.</param>
internal sealed record LockedProperty(string Name, LockedValue Value);
