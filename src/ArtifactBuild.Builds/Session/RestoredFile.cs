using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Session;

/// <summary>A file that a build copies to its output.</summary>
/// <param name="Source">The absolute path of its bytes.</param>
/// <param name="Target">Its path below the output, with <c>/</c>.</param>
/// <param name="Digest">The SHA-256 of its bytes; <see langword="null"/> for what a reference points to.</param>
/// <param name="Reference">Which of the build's references it belongs to, counted from 0.</param>
internal readonly record struct RestoredFile(string Source, string Target, Sha256Digest? Digest, int Reference);
