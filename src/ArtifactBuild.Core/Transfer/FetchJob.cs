using System.Buffers;
using System.Security.Cryptography;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Transfer;

/// <summary>
/// Fetches a content from a registry. Bytes are hashed as they land; what is wrong is fetched once more, because it may have
/// been damaged on the way, and nothing wrong ever gets a name. Of a large content each request brings several chunks in a row, but
/// no fewer requests than fill a network.
/// </summary>
/// <param name="blob">The bytes that are promised.</param>
/// <param name="source">Opens the content, or a part of it.</param>
/// <param name="target">Where it goes.</param>
/// <param name="copy">A second file that is to get the same bytes; nothing when none is.</param>
/// <param name="what">What it is, for messages.</param>
/// <param name="meter">Counts what has landed.</param>
internal sealed class FetchJob(
    Blob blob,
    Func<ByteRange?, CancellationToken, Task<StoredObject>> source,
    IFetchTarget target,
    StagedCopy? copy,
    string what,
    ProgressMeter meter) : ContentJob(blob)
{
    private const int BufferSize = 256 * 1024;
    private const int MinRequests = 16;
    private const int MaxChunksPerRequest = 8;

    /// <summary>How often a content is fetched that is not the promised one when it lands.</summary>
    public const int MaxAttempts = 3;

    private IPartialContent? _file;
    private OrderedHash? _whole;

    // Thousands of small contents are opened side by side, each when its turn comes.
    public override JobStart Begin() => HasChunks ? Open() : JobStart.Begun;

    /// <summary>How many chunks in a row a request brings; a number that fits the size if not given.</summary>
    public int? ChunksPerRequest { get; init; }

    public override int ChunksPerUnit => ChunksPerRequest ?? Math.Clamp(Blob.Chunks.Length / MinRequests, 1, MaxChunksPerRequest);

    /// <summary>Whether the content was fetched here, rather than by another process meanwhile.</summary>
    public bool Fetched { get; private set; }

    public override async ValueTask RunAsync(IReadOnlyList<ContentChunk> chunks, CancellationToken cancellationToken)
    {
        if (!HasChunks)
            Open();
        var run = new ChunkRun(source);
        await using var closing = run.ConfigureAwait(false);
        try
        {
            await FetchAsync(run, chunks, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw target.Explain(e);
        }
        catch (ArtifactException e) when (e.Code is ArtifactCodes.DigestMismatch or ArtifactCodes.SizeMismatch or ArtifactCodes.ObjectMissing)
        {
            // There is nothing to go on with later.
            _file!.Delete();
            throw;
        }
    }

    public override ValueTask EndAsync(CancellationToken cancellationToken)
    {
        // Every chunk is right, so a whole that is not means that the manifest contradicts itself.
        if (_whole?.Finish() is Sha256Digest whole && whole != Blob.Digest)
        {
            _file!.Delete();
            throw StreamDigest.Mismatch(what, whole, Blob.Digest);
        }

        try
        {
            _file!.Commit();
            copy?.Commit();
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw target.Explain(e);
        }

        Fetched = true;
        meter.Add(1, 0);
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _whole?.Dispose();
            _file?.Dispose();
            copy?.Dispose();
        }

        base.Dispose(disposing);
    }

    private JobStart Open()
    {
        try
        {
            (JobStart start, _file) = target.Open(Blob);
            if (_file is not null)
            {
                copy?.Open();
                _whole = target.IsShared && HasChunks ? new OrderedHash(_file.Handle, Blob.Chunks.Length, Blob.Size) : null;
            }

            if (start == JobStart.Done)
                meter.Skip(1, Blob.Size);
            return start;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw target.Explain(e);
        }
    }

    private async Task FetchAsync(ChunkRun run, IReadOnlyList<ContentChunk> chunks, CancellationToken cancellationToken)
    {
        // What a process that was killed had fetched is right or wrong like everything else: its digest tells.
        bool[] landed = [.. chunks.Select(chunk => _file!.IsResumed && ChunkDigest.Of(_file.Handle, chunk.Range) == chunk.Digest)];
        for (int i = 0; i < landed.Length; i++)
        {
            ContentChunk chunk = chunks[i];
            if (landed[i])
            {
                meter.Skip(0, chunk.Range.Length);
                copy?.Take(_file!.Handle, chunk.Range, cancellationToken);
            }
            else
            {
                int after = Array.IndexOf(landed, true, i);
                long end = chunks[(after < 0 ? landed.Length : after) - 1].End;
                // A content without chunks is asked for as it is.
                ByteRange? asked = HasChunks ? new ByteRange(chunk.Range.Offset, end - chunk.Range.Offset) : null;
                await FetchAsync(run, asked, chunk, _file!.Handle, cancellationToken).ConfigureAwait(false);
            }

            _whole?.Add(chunk.Index, cancellationToken);
        }
    }

    private async Task FetchAsync(
        ChunkRun run, ByteRange? asked, ContentChunk chunk, SafeFileHandle file, CancellationToken cancellationToken)
    {
        // What is fetched again counts once.
        long counted = 0;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Sha256Digest actual = await CopyAsync(run, asked, chunk.Range, file, Count, cancellationToken).ConfigureAwait(false);
                if (actual == chunk.Digest)
                    return;
                throw StreamDigest.Mismatch(what, actual, chunk.Digest);
            }
            catch (ArtifactException e) when (attempt < MaxAttempts && e.Code is (ArtifactCodes.DigestMismatch or ArtifactCodes.SizeMismatch))
            {
                // It may have been damaged on the way. What follows in the same answer is not trusted either.
                await run.DisposeAsync().ConfigureAwait(false);
            }
        }

        void Count(long done)
        {
            meter.Add(0, Math.Max(0, done - counted));
            counted = Math.Max(counted, done);
        }
    }

    private async Task<Sha256Digest> CopyAsync(
        ChunkRun run, ByteRange? asked, ByteRange range, SafeFileHandle file, Action<long> count, CancellationToken cancellationToken)
    {
        StoredObject found = await run.OpenAtAsync(range.Offset, asked, cancellationToken).ConfigureAwait(false);
        if (found.Info.Size != Blob.Size)
            throw StreamDigest.WrongSize(what, found.Info.Size, Blob.Size);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(range.Length, 1, BufferSize));
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            long done = 0;
            while (done < range.Length)
            {
                // Not beyond the chunk: what follows is the next one's.
                Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, range.Length - done));
                int read = await found.Content.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    throw StreamDigest.WrongSize(what, range.Offset + done, Blob.Size);
                run.Advance(read);
                sha.AppendData(buffer, 0, read);
                RandomAccess.Write(file, buffer.AsSpan(0, read), range.Offset + done);
                copy?.Write(buffer.AsSpan(0, read), range.Offset + done);
                done += read;
                count(done);
            }

            return Sha256Digest.FromHash(sha.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
