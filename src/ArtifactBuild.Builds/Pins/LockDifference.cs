namespace ArtifactBuild.Builds.Pins;

/// <summary>Something in which a lockfile does not fit the project.</summary>
/// <param name="Text">What differs, for people.</param>
/// <param name="Requested">What the block asks for that it is about; nothing when there is no such block.</param>
internal sealed record LockDifference(string Text, string? Requested);
