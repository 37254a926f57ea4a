using ArtifactBuild.Model;

namespace ArtifactBuild.Artifacts;

/// <summary>A file of a draft that is being written: it becomes an entry when it is disposed, unless it was discarded or a write failed.</summary>
public sealed class ArtifactFileStream : Stream
{
    private readonly DraftFiles _draft;
    private readonly string _path;
    private readonly bool _overwrite;
    private readonly string _staged;
    private readonly FileStream _file;
    private bool _discarded;
    private bool _closed;

    internal ArtifactFileStream(DraftFiles draft, string path, bool overwrite)
    {
        _draft = draft;
        _path = path;
        _overwrite = overwrite;
        _staged = draft.NewStagedPath();
        _file = new FileStream(_staged, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The entry, once the file is disposed; <see langword="null"/> before, and when nothing was added.</summary>
    public ManifestEntry? Entry { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => !_closed;

    /// <inheritdoc/>
    public override bool CanWrite => !_closed;

    /// <inheritdoc/>
    public override long Length => _file.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    /// <summary>Makes sure that disposing adds nothing. Call it when the content turns out to be wrong or incomplete.</summary>
    public void Discard() => _discarded = true;

    /// <inheritdoc/>
    public override void Flush() => _file.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void SetLength(long value) => _file.SetLength(value);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _file.Write(buffer);
        }
        catch
        {
            _discarded = true;
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _discarded = true;
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_closed)
        {
            _closed = true;
            await _file.DisposeAsync().ConfigureAwait(false);
            await AddAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            _file.Dispose();
            AddAsync().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private async Task AddAsync()
    {
        if (_discarded)
        {
            File.Delete(_staged);
            return;
        }

        try
        {
            // The file is the draft's own, so nothing changes it any more.
            var how = new FileAddition(StoragePolicy.Immutable, IsTemporary: false, SkipCache: true, _overwrite);
            Entry = (await _draft.AddAsync([(_staged, _path)], how, CancellationToken.None).ConfigureAwait(false))[0];
        }
        catch
        {
            File.Delete(_staged);
            throw;
        }
    }
}
