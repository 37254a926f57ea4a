using System.Text;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Cache;

/// <summary>
/// The shared cache: contents by SHA-256. Bytes enter only after their hash was computed while they were written, under a
/// temporary name that becomes the final one in one step, so the cache is right without any lock.
/// </summary>
/// <remarks>
/// An object is read-only, and its time is made from its digest: build systems that compare size and time then see two contents
/// of equal size as different, and the same content as the same on every machine.
/// </remarks>
public sealed partial class ArtifactCache : IDisposable, IFetchTarget
{
    /// <summary>Names a cache. Nothing is made yet.</summary>
    /// <param name="directory">Its folder; <see langword="null"/> for <see cref="CacheLocation.Default"/>.</param>
    public ArtifactCache(string? directory = null) =>
        CacheDirectory = Path.GetFullPath(string.IsNullOrEmpty(directory) ? CacheLocation.Default() : directory);

    /// <summary>The absolute path of the cache.</summary>
    public string CacheDirectory { get; }

    /// <summary>Where the object of a digest lies, or would lie.</summary>
    /// <param name="digest">The SHA-256 of the content.</param>
    /// <returns>An absolute path.</returns>
    public string PathOf(Sha256Digest digest) => PathOf(CacheDirectory, digest);

    /// <summary>
    /// A text that changes whenever objects may have gone: a build that remembers it need not look at each object again.
    /// </summary>
    /// <returns>The text; <see langword="null"/> when there is none, for example because the cache was deleted.</returns>
    internal string? Generation()
    {
        try
        {
            return File.ReadAllText(GenerationPath);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            return null;
        }
    }

    /// <summary>Makes sure that there is a <see cref="Generation"/>.</summary>
    internal void EnsureGeneration()
    {
        if (Generation() is not null)
            return;
        try
        {
            WriteGeneration(overwrite: false);
        }
        catch (IOException) when (Generation() is not null)
        {
            // Another process was faster.
        }
        catch (Exception e) when ((DiskFailure.Is(e) || e is ArtifactException)
            && (Directory.Exists(ObjectsFolder) || FallbackDirectories.Count > 0))
        {
            // Others fill this cache, or others than it are used. What there is can be used; without a generation every build
            // hashes it, and whoever has to write here says that it can't.
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw NotUsable(e);
        }
    }

    private void WriteGeneration(bool overwrite)
    {
        string temporary = NewTemporaryPath();
        try
        {
            CreateFolder(ObjectsFolder);
            File.WriteAllText(temporary, Guid.NewGuid().ToString("N"));
            File.Move(temporary, GenerationPath, overwrite);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Waits for a lock between all processes that share the cache; the right use of the cache itself needs none.</summary>
    /// <param name="name">What is locked.</param>
    /// <param name="cancellationToken">Cancels the wait for the lock.</param>
    /// <returns>The lock, to be disposed.</returns>
    internal Task<FileStream> HoldAsync(string name, CancellationToken cancellationToken) => Guard(() =>
    {
        string folder = Path.Combine(CacheDirectory, "locks");
        CreateFolder(folder);
        string file = Path.Combine(folder, Sha256Digest.Of(Encoding.UTF8.GetBytes(name)).Hex[..32]);
        return AcquireAsync(file, cancellationToken);
    });

    /// <summary>Gives a file outside the cache the time that its content has inside.</summary>
    internal static async Task MarkAsync(string path, CancellationToken cancellationToken)
    {
        ContentDigests digests = await ContentHasher.HashFileAsync(path, cancellationToken).ConfigureAwait(false);
        File.SetLastWriteTimeUtc(path, TimeOf(digests.Sha256));
    }

    private string ObjectsFolder => Path.Combine(CacheDirectory, "objects");

    private string GenerationPath => Path.Combine(ObjectsFolder, "generation");

    // 2^53 moments of 100 ns from 1990 on, which is some 28 years: old enough never to look new to a build.
    private static DateTime TimeOf(Sha256Digest digest)
    {
        long moment = (long)(Convert.ToUInt64(digest.Hex[..16], 16) >> 11);
        return new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(moment);
    }

    private Task<T> Guard<T>(Func<Task<T>> work) => DiskFailure.ExplainAsync(work, NotUsable);

    internal ArtifactException NotUsable(Exception e) => new(
        ArtifactCodes.CacheAccess,
        $"The cache {CacheDirectory} could not be used: {e.Message} Free some space, make the folder writable, or name another one with ArtifactCacheDirectory, ARTIFACT_CACHE_DIR or --cache; a cache that is only read goes into ArtifactCacheFallbackDirectories.",
        e);
}
