using System.Globalization;
using System.Runtime.CompilerServices;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Storage;

/// <summary>
/// An object store in a folder: an object is a file whose path is its key. Writes go to a temporary file, are flushed to the
/// disk and then get their name, so an object is whole or absent, also after a power cut.
/// </summary>
/// <remarks>
/// A conditional write holds a lock file that the system releases when its process dies. The ETag is made of time and size, and
/// each swap sets a later time than the one before, so it never comes back.
/// </remarks>
internal sealed class DirectoryStore(string root) : IObjectStore
{
    private const string TemporaryFolderName = ".tmp";
    private const string LockFolderName = ".locks";

    private readonly string _root = Path.TrimEndingDirectorySeparator(root);
    private readonly Lock _scratchLock = new();
    private TemporaryFolder? _scratch;

    public string Address => FileUri.Of(_root);

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) =>
        StoreErrors.Guard(Address, key, () => Task.FromResult(Look(key, PathOf(key))));

    public Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken) =>
        StoreErrors.Guard(Address, key, () =>
        {
            FileStream stream;
            try
            {
                stream = SequentialFile.OpenRead(PathOf(key));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return Task.FromResult<StoredObject?>(null);
            }

            // Time and size are those of the open file, not of one that may have replaced it meanwhile.
            DateTime written = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
            ObjectInfo info = Describe(key, stream.Length, written);
            Stream content = range is ByteRange part ? new RangeStream(stream, part) : stream;
            return Task.FromResult<StoredObject?>(new StoredObject(info, content));
        });

    public Task<ObjectInfo?> PutAsync(
        string key, UploadSource content, PutCondition condition, CancellationToken cancellationToken) =>
        StoreErrors.Guard(Address, key, async () =>
        {
            ArgumentNullException.ThrowIfNull(content);
            string path = PathOf(key);
            if (condition.ETag is null && File.Exists(path))
                return null;
            string temporary = NewTemporaryPath();
            try
            {
                await WriteDurablyAsync(temporary, content, cancellationToken).ConfigureAwait(false);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return condition.ETag is string etag
                    ? await SwapAsync(key, path, temporary, etag, cancellationToken).ConfigureAwait(false)
                    : await CreateAsync(key, path, temporary, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                File.Delete(temporary);
            }
        });

    public Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken) =>
        StoreErrors.Guard(Address, key, async () =>
        {
            string path = PathOf(key);
            using FileStream held = await LockAsync(key, cancellationToken).ConfigureAwait(false);
            if (Look(key, path) is not ObjectInfo present || present.ETag != ifMatch)
                return false;
            SetLaterTime(path, present.LastModified.UtcDateTime);
            return true;
        });

    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A folder can be listed from the last slash of the prefix on; the rest of the prefix filters.
        int slash = prefix.LastIndexOf('/');
        string folder = slash < 0 ? _root : PathOf(prefix[..slash]);
        FileInfo[] files = await StoreErrors.Guard(Address, prefix, () => Task.FromResult(Walk(folder))).ConfigureAwait(false);
        foreach (FileInfo file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string key = Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (key.StartsWith(prefix, StringComparison.Ordinal) && !IsOwn(key) && Look(key, file.FullName) is ObjectInfo info)
                yield return info;
        }
    }

    public Task<bool> DeleteAsync(string key, string? ifMatch, CancellationToken cancellationToken) =>
        StoreErrors.Guard(Address, key, async () =>
        {
            string path = PathOf(key);
            using FileStream held = await LockAsync(key, cancellationToken).ConfigureAwait(false);
            if (Look(key, path) is not ObjectInfo present || (ifMatch is not null && present.ETag != ifMatch))
                return false;
            File.Delete(path);
            return true;
        });

    public ValueTask DisposeAsync()
    {
        lock (_scratchLock)
        {
            _scratch?.Dispose();
            _scratch = null;
        }

        return ValueTask.CompletedTask;
    }

    private string NewTemporaryPath()
    {
        lock (_scratchLock)
            return (_scratch ??= TemporaryFolder.Create(Path.Combine(_root, TemporaryFolderName))).NewPath();
    }

    private async Task<ObjectInfo?> CreateAsync(string key, string path, string temporary, CancellationToken cancellationToken)
    {
        ObjectInfo? created = Look(key, temporary);
        bool moved = ExclusiveName.TryMove(temporary, path)
            ?? await MoveLockedAsync(key, path, temporary, cancellationToken).ConfigureAwait(false);
        if (!moved && Directory.Exists(path))
            throw new IOException("A folder has the name of the object.");
        if (!moved)
            return null;
        DiskFlush.Folder(Path.GetDirectoryName(path)!);
        return created;
    }

    // On a file system without hard links every writer comes here, so the lock decides among them.
    private async Task<bool> MoveLockedAsync(string key, string path, string temporary, CancellationToken cancellationToken)
    {
        using FileStream held = await LockAsync(key, cancellationToken).ConfigureAwait(false);
        if (File.Exists(path))
            return false;
        File.Move(temporary, path, overwrite: false);
        return true;
    }

    private async Task<ObjectInfo?> SwapAsync(
        string key, string path, string temporary, string etag, CancellationToken cancellationToken)
    {
        using FileStream held = await LockAsync(key, cancellationToken).ConfigureAwait(false);
        if (Look(key, path) is not ObjectInfo present || present.ETag != etag)
            return null;
        SetLaterTime(temporary, present.LastModified.UtcDateTime);
        File.Move(temporary, path, overwrite: true);
        DiskFlush.Folder(Path.GetDirectoryName(path)!);
        return Look(key, path);
    }

    private static void SetLaterTime(string path, DateTime before)
    {
        DateTime now = DateTime.UtcNow;
        DateTime later = now > before ? now : before.AddTicks(1);
        File.SetLastWriteTimeUtc(path, later);
        // Some file systems keep whole seconds only (FAT: two of them).
        if (File.GetLastWriteTimeUtc(path) <= before)
            File.SetLastWriteTimeUtc(path, before.AddSeconds(2));
    }

    private static async Task WriteDurablyAsync(string path, UploadSource content, CancellationToken cancellationToken)
    {
        Stream source = content.Open();
        await using var closing = source.ConfigureAwait(false);
        FileStream file = SequentialFile.CreateNew(path);
        await using (file.ConfigureAwait(false))
        {
            await source.CopyToAsync(file, 1024 * 1024, cancellationToken).ConfigureAwait(false);
            if (file.Length != content.Length)
                throw new IOException($"The content ended after {file.Length} of {content.Length} bytes.");
            file.Flush(flushToDisk: true);
        }
    }

    private static FileInfo[] Walk(string folder)
    {
        // A folder that can't be read is an error: an object that is left out of a list looks as if it were not there.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = false,
        };
        return Directory.Exists(folder) ? [.. new DirectoryInfo(folder).EnumerateFiles("*", options)] : [];
    }

    // The store's own temporary and lock files are not objects.
    private static bool IsOwn(string key) => key.Split('/')[0] is var first
        && (first.Equals(TemporaryFolderName, StringComparison.OrdinalIgnoreCase) || first.Equals(LockFolderName, StringComparison.OrdinalIgnoreCase));

    private static ObjectInfo? Look(string key, string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? Describe(key, file.Length, file.LastWriteTimeUtc) : null;
    }

    private static ObjectInfo Describe(string key, long size, DateTime written) => new(
        key,
        size,
        string.Create(CultureInfo.InvariantCulture, $"{written.Ticks:x}-{size:x}"),
        new DateTimeOffset(written, TimeSpan.Zero));

    private Task<FileStream> LockAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string folder = Path.Combine(_root, LockFolderName);
        Directory.CreateDirectory(folder);
        // Keys share locks, which are held for milliseconds: a file for each object that was ever deleted would stay for ever.
        string name = Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(key)).Hex[..2];
        return LockFile.AcquireAsync(Path.Combine(folder, name), cancellationToken);
    }

    private string PathOf(string key)
    {
        // Keys are made by the registry from checked parts; this is the second lock on the same door.
        LogicalPath.EnsureSafe(key);
        if (IsOwn(key))
            throw new ArtifactException(ArtifactCodes.UnsafePath, $"The key “{key}” lies in a folder that the store keeps for itself.");
        return Path.Combine(_root, key.Replace('/', Path.DirectorySeparatorChar));
    }
}
