using System.Collections.Immutable;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Content;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Restore;

/// <summary>Compares the output of a build with the lockfile, byte for byte.</summary>
internal static class BuildOutputVerification
{
    /// <summary>Hashes every pinned file below an output folder.</summary>
    /// <param name="request">What the build asks for.</param>
    /// <param name="outputDirectory">The absolute path of the output.</param>
    /// <param name="cancellationToken">Cancels the hashing, which changes nothing.</param>
    /// <returns>Each difference, for people; empty when all files are right.</returns>
    /// <exception cref="Diagnostics.ArtifactException">The lockfile is missing or can't be read.</exception>
    public static async Task<ImmutableArray<string>> RunAsync(
        RestoreRequest request, string outputDirectory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var restore = new ArtifactRestore(request);
        await using var closing = restore.ConfigureAwait(false);
        var differences = ImmutableArray.CreateBuilder<string>();
        foreach (RestoredFile file in await restore.ExpectAsync(cancellationToken).ConfigureAwait(false))
        {
            string path = Path.Combine(outputDirectory, file.Target);
            if (!File.Exists(path))
                differences.Add($"{path} is missing");
            else if (await StreamDigest.OfFileAsync(path, cancellationToken).ConfigureAwait(false) != await ExpectedAsync(file, cancellationToken).ConfigureAwait(false))
                differences.Add($"{path} differs");
        }

        return differences.ToImmutable();
    }

    // What a reference points to has no digest in the lockfile; the build's own copy was checked when it was loaded.
    private static async Task<Sha256Digest> ExpectedAsync(RestoredFile file, CancellationToken cancellationToken) =>
        file.Digest ?? await StreamDigest.OfFileAsync(file.Source, cancellationToken).ConfigureAwait(false);
}
