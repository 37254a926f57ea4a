using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Cache;

/// <content>Removes what is not needed any more. No build does that; somebody asks for it.</content>
public sealed partial class ArtifactCache
{
    internal CacheUses Uses => new(CacheDirectory);

    /// <summary>
    /// Removes objects by age, by size, or all but some. What is half-made stays, and so does what fallbacks have. Builds that
    /// remember objects look at them again after it.
    /// </summary>
    /// <param name="options">What goes.</param>
    /// <param name="cancellationToken">Cancels the prune between two objects. What was removed by then is gone.</param>
    /// <returns>What went, or would go.</returns>
    /// <exception cref="ArtifactException">ART1004: the options name nothing that could go. ART3008: the cache can't be changed.</exception>
    public CachePruneResult Prune(CachePruneOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.OlderThan is null && options.MaxSize is null && options.Keep is null)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidOption, "A prune needs to know what may go: an age, a size, or the lockfiles whose objects stay.");
        }

        try
        {
            List<StoredObject> objects = [.. List()];
            List<StoredObject> doomed = Choose(objects, options);
            if (!options.DryRun && doomed.Count > 0)
                RemoveAll(doomed, options, cancellationToken);
            var gone = doomed.Select(one => one.Digest).ToHashSet();
            List<StoredObject> kept = objects.FindAll(one => !gone.Contains(one.Digest));
            return new CachePruneResult(doomed.Count, doomed.Sum(one => one.Size), kept.Count, kept.Sum(one => one.Size));
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw NotUsable(e);
        }
    }

    private static List<StoredObject> Choose(List<StoredObject> objects, CachePruneOptions options)
    {
        List<StoredObject> free = [.. objects.Where(one => options.Keep?.Contains(one.Digest) != true).OrderBy(one => one.LastUse)];
        if (options.OlderThan is null && options.MaxSize is null)
            return free;
        int count = options.OlderThan is TimeSpan age ? free.Count(one => options.Now - one.LastUse >= age) : 0;
        if (options.MaxSize is long limit)
        {
            long left = objects.Sum(one => one.Size) - free.Take(count).Sum(one => one.Size);
            for (; left > limit && count < free.Count; count++)
                left -= free[count].Size;
        }

        return free.GetRange(0, count);
    }

    private void RemoveAll(List<StoredObject> doomed, CachePruneOptions options, CancellationToken cancellationToken)
    {
        // First, so that no build trusts its memory while objects go.
        WriteGeneration(overwrite: true);
        foreach (StoredObject one in doomed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Delete(PathOf(one.Digest));
        }

        if (options.OlderThan is TimeSpan age)
            Uses.Forget(options.Now - age);
        ClearDead();
    }

    private IEnumerable<StoredObject> List()
    {
        string root = Path.Combine(ObjectsFolder, "sha256");
        if (!Directory.Exists(root))
            yield break;
        Dictionary<Sha256Digest, DateTime> uses = Uses.Read();
        foreach (FileInfo file in new DirectoryInfo(root).EnumerateDirectories().SelectMany(folder => folder.EnumerateFiles()))
        {
            // What has another name is not the cache's.
            if (!Sha256Digest.TryParse(file.Directory!.Name + file.Name, out Sha256Digest digest))
                continue;
            DateTime read = file.LastAccessTimeUtc;
            yield return new StoredObject(digest, file.Length, uses.TryGetValue(digest, out DateTime used) && used > read ? used : read);
        }
    }

    private readonly record struct StoredObject(Sha256Digest Digest, long Size, DateTime LastUse);
}
