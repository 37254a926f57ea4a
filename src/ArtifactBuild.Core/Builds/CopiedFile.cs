namespace ArtifactBuild.Builds;

/// <summary>A file that an earlier build copied to its output.</summary>
/// <param name="Path">The absolute path of the copy.</param>
/// <param name="Target">Its path below the output, with <c>/</c>.</param>
public readonly record struct CopiedFile(string Path, string Target);
