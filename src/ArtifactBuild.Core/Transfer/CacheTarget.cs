using ArtifactBuild.Cache;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Transfer;

/// <summary>The cache as the place where contents land.</summary>
/// <param name="cache">The cache.</param>
/// <param name="copy">A file outside the cache that gets the same bytes.</param>
internal sealed class CacheTarget(ArtifactCache cache, StagedCopy? copy) : IFetchTarget
{
    public bool IsShared => true;

    public StagedCopy? Copy => copy;

    public string NewPath() => cache.NewTemporaryPath();

    public (JobStart Start, IPartialContent? File) OpenPartial(Sha256Digest digest, long size)
    {
        cache.CreateFolder(cache.PartialFolder);
        cache.CreateFolder(Path.GetDirectoryName(cache.PathOf(digest))!);
        return PartialObject.Open(cache.PartialFolder, cache.PathOf(digest), digest, size);
    }

    public void Seal(SafeFileHandle file, Sha256Digest digest) => ArtifactCache.Seal(file, digest);

    public void Commit(string path, Sha256Digest digest) => cache.Place(path, digest);

    public void Discard(string path) => File.Delete(path);

    public ArtifactException Explain(Exception e) => cache.NotUsable(e);
}
