using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Cache;

/// <content>Where an object is read from: the cache's own folder, or one that others fill.</content>
public sealed partial class ArtifactCache
{
    // Some file systems, and some archives of a cache, keep times to two seconds.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Folders of caches that are only read, in the order in which they are asked for what the cache itself does not have:
    /// absolute paths. What they lack goes to the cache itself.
    /// </summary>
    public IReadOnlyList<string> FallbackDirectories { get; init; } = [];

    /// <summary>
    /// Where the object of a digest is read: in the cache itself, else in the first fallback that has it, else where it would
    /// lie in the cache itself. Nothing is hashed.
    /// </summary>
    internal string Locate(Sha256Digest digest)
    {
        string own = PathOf(digest);
        if (FallbackDirectories.Count == 0 || File.Exists(own))
            return own;
        // The time decides in a build whether a copy is up to date, so an object that lost its own has to be copied first.
        return FallbackDirectories.Select(folder => PathOf(folder, digest)).FirstOrDefault(path => HasTimeOf(path, digest)) ?? own;
    }

    /// <summary>Looks for an object and hashes it, so that an object that was damaged on the disk is found out.</summary>
    /// <param name="digest">The SHA-256 of the content.</param>
    /// <param name="cancellationToken">Stops the hashing; the cache stays as it is.</param>
    /// <returns>The path of the right content; <see langword="null"/> when it is not there, a damaged object is removed.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART3008: the cache can't be read.</exception>
    public Task<string?> FindVerifiedAsync(Sha256Digest digest, CancellationToken cancellationToken) => Guard(async () =>
    {
        string path = Locate(digest);
        if (!File.Exists(path))
            return null;
        Sha256Digest actual;
        try
        {
            actual = await StreamDigest.OfFileAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        if (actual == digest)
            return path;
        RemoveDamaged(path, digest);
        return null;
    });

    /// <summary>Reads an object whole and hashes it, for who wants its bytes: one read and one hash in place of two.</summary>
    /// <returns>The right bytes; nothing when the object is not there, a damaged object is removed.</returns>
    internal Task<byte[]?> ReadVerifiedAsync(Sha256Digest digest, CancellationToken cancellationToken) => Guard(async () =>
    {
        string path = Locate(digest);
        if (!File.Exists(path))
            return null;
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        if (Sha256Digest.Of(bytes) == digest)
            return bytes;
        RemoveDamaged(path, digest);
        return null;
    });

    /// <summary>Gives the right bytes of an object. What the cache lacks is fetched and taken in, and need not be read again.</summary>
    /// <param name="digest">The SHA-256 of the content.</param>
    /// <param name="fetchAsync">Brings bytes that it has compared with the digest.</param>
    /// <param name="cancellationToken">Cancels the read or the fetch; the cache has the object whole or not at all.</param>
    /// <exception cref="Diagnostics.ArtifactException">ART3008: the cache can't be used.</exception>
    internal async Task<ReadOnlyMemory<byte>> ReadOrFetchAsync(
        Sha256Digest digest, Func<CancellationToken, Task<ReadOnlyMemory<byte>>> fetchAsync, CancellationToken cancellationToken)
    {
        if (await ReadVerifiedAsync(digest, cancellationToken).ConfigureAwait(false) is byte[] present)
            return present;
        return await Guard(async () =>
        {
            ReadOnlyMemory<byte> bytes = await fetchAsync(cancellationToken).ConfigureAwait(false);
            Add(digest, bytes.Span);
            return bytes;
        }).ConfigureAwait(false);
    }

    /// <summary>Whether a path has the time of a digest's object. A file that is gone or was written to has another one.</summary>
    internal static bool HasTimeOf(string path, Sha256Digest digest) => (File.GetLastWriteTimeUtc(path) - TimeOf(digest)).Duration() < Precision;

    /// <summary>Gives an object that was hashed the time that it should have; whoever may not do that does without.</summary>
    internal static void MendTime(string path, Sha256Digest digest)
    {
        if (HasTimeOf(path, digest))
            return;
        try
        {
            File.SetLastWriteTimeUtc(path, TimeOf(digest));
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
        }
    }

    /// <summary>Takes in what a fallback has but can't be used in its place, for example because its time was lost.</summary>
    /// <returns>Whether the cache has the object now.</returns>
    internal async Task<bool> TryCopyFromFallbackAsync(Sha256Digest digest, long size, CancellationToken cancellationToken)
    {
        foreach (string path in FallbackDirectories.Select(folder => PathOf(folder, digest)))
        {
            if (await TryCopyAsync(path, digest, size, cancellationToken).ConfigureAwait(false))
                return true;
        }

        return false;
    }

    private async Task<bool> TryCopyAsync(string path, Sha256Digest digest, long size, CancellationToken cancellationToken)
    {
        FileStream content;
        try
        {
            content = SequentialFile.OpenRead(path);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            return false;
        }

        await using (content.ConfigureAwait(false))
        {
            try
            {
                await AddAsync(digest, size, content, path, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (Diagnostics.ArtifactException e) when (e.Code is Diagnostics.ArtifactCodes.DigestMismatch or Diagnostics.ArtifactCodes.SizeMismatch)
            {
                // Damaged there, where nothing is ever removed; the registry has the right one.
                return false;
            }
        }
    }

    // What others fill is theirs to mend.
    private void RemoveDamaged(string path, Sha256Digest digest)
    {
        if (path == PathOf(digest))
            File.Delete(path);
    }

    private static string PathOf(string folder, Sha256Digest digest) =>
        Path.Combine(folder, "objects", "sha256", digest.Hex[..2], digest.Hex[2..]);
}
