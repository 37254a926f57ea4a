namespace ArtifactBuild.Builds.UpToDate;

/// <summary>A file that an earlier build copied to its output.</summary>
/// <param name="Path">The absolute path of the copy.</param>
/// <param name="Target">Its path below the output, with <c>/</c>.</param>
internal readonly record struct CopiedFile(string Path, string Target);
