using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Cache;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Pins;

/// <summary>Says which objects of a cache lockfiles need.</summary>
internal static class LockfileContents
{
    /// <summary>Reads lockfiles.</summary>
    /// <param name="paths">Their absolute paths.</param>
    /// <param name="cache">The cache, which has the manifests of blocks that list no entries.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    /// <returns>The manifests and the files that the blocks pin.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART1010 to ART1013: a lockfile can't be read.</exception>
    public static async Task<IReadOnlySet<Sha256Digest>> ReadAsync(
        IEnumerable<string> paths, ArtifactCache cache, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(cache);
        var digests = new HashSet<Sha256Digest>();
        foreach (string path in paths)
        {
            foreach (LockedArtifact block in LockfileCopy.Read(path).Content.Artifacts)
                await AddAsync(digests, block, cache, cancellationToken).ConfigureAwait(false);
        }

        return digests;
    }

    private static async Task AddAsync(
        HashSet<Sha256Digest> digests, LockedArtifact block, ArtifactCache cache, CancellationToken cancellationToken)
    {
        var manifestDigest = Sha256Digest.Parse(block.ManifestSha256);
        digests.Add(manifestDigest);
        digests.UnionWith(block.Entries.Where(entry => entry.Sha256 is not null).Select(entry => Sha256Digest.Parse(entry.Sha256!)));
        // A build fetches the manifest before any file, so without the manifest the cache has no files of the block.
        if (block.HasAccessors || await cache.ReadVerifiedAsync(manifestDigest, cancellationToken).ConfigureAwait(false) is not byte[] json)
            return;
        Manifest manifest = Manifest.Parse(json);
        digests.UnionWith(EntryFilter.Apply(manifest, block.Files, block.PathPrefix)
            .Where(entry => entry.HasBlob).Select(entry => entry.Blob.Digest));
    }
}
