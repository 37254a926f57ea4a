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
/// <param name="entry">The entry that promises the content.</param>
/// <param name="source">Opens the content, or a part of it.</param>
/// <param name="target">Where it goes.</param>
/// <param name="what">What it is, for messages.</param>
/// <param name="meter">Counts what has landed.</param>
internal sealed class FetchJob(
    ManifestEntry entry,
    Func<ByteRange?, CancellationToken, Task<StoredObject>> source,
    IFetchTarget target,
    string what,
    ProgressMeter meter) : ContentJob(entry)
{
    private const int BufferSize = 256 * 1024;
    private const int MinRequests = 16;
    private const int MaxChunksPerRequest = 8;

    /// <summary>How often a content is fetched that is not the promised one when it lands.</summary>
    public const int MaxAttempts = 3;

    private IPartialContent? _partial;
    private OrderedHash? _whole;

    public override JobStart Begin()
    {
        if (!HasChunks)
            return JobStart.Begun;
        try
        {
            (JobStart start, _partial) = target.OpenPartial(Digest, Size);
            if (_partial is not null)
            {
                target.Copy?.Open();
                _whole = target.IsShared ? new OrderedHash(_partial.Handle, Chunks.Length, Size) : null;
            }

            if (start == JobStart.Done)
                meter.Skip(1, Size);
            return start;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw target.Explain(e);
        }
    }

    /// <summary>How many chunks in a row a request brings; a number that fits the size if not given.</summary>
    public int? ChunksPerRequest { get; init; }

    protected override int ChunksPerUnit => ChunksPerRequest ?? Math.Clamp(Chunks.Length / MinRequests, 1, MaxChunksPerRequest);

    protected override async ValueTask RunAsync(IReadOnlyList<ContentChunk> chunks, CancellationToken cancellationToken)
    {
        var run = new ChunkRun(source);
        await using var closing = run.ConfigureAwait(false);
        try
        {
            await (HasChunks
                ? FetchChunksAsync(run, chunks, cancellationToken)
                : FetchWholeAsync(run, chunks[0], cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw target.Explain(e);
        }
        catch (ArtifactException e) when (e.Code is ArtifactCodes.DigestMismatch or ArtifactCodes.SizeMismatch or ArtifactCodes.ObjectMissing)
        {
            // There is nothing to go on with later.
            _partial?.Delete();
            throw;
        }
    }

    protected override ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (!HasChunks)
            return ValueTask.CompletedTask;
        // Every chunk is right, so a whole that is not means that the manifest contradicts itself.
        if (_whole?.Finish() is Sha256Digest whole && whole != Digest)
        {
            _partial!.Delete();
            throw StreamDigest.Mismatch(what, whole, Digest);
        }

        try
        {
            target.Seal(_partial!.Handle, Digest);
            _partial.Commit();
            target.Copy?.Commit();
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw target.Explain(e);
        }

        Fetched = true;
        meter.Add(1, 0);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether the content was fetched here, rather than by another process meanwhile.</summary>
    public bool Fetched { get; private set; }

    private async Task FetchChunksAsync(ChunkRun run, IReadOnlyList<ContentChunk> chunks, CancellationToken cancellationToken)
    {
        // What a process that was killed had fetched is right or wrong like everything else: its digest tells.
        bool[] landed = [.. chunks.Select(chunk => _partial!.IsResumed && ChunkDigest.Of(_partial.Handle, chunk.Range) == chunk.Digest)];
        for (int i = 0; i < landed.Length; i++)
        {
            ContentChunk chunk = chunks[i];
            if (landed[i])
            {
                meter.Skip(0, chunk.Range.Length);
                target.Copy?.Take(_partial!.Handle, chunk.Range, cancellationToken);
            }
            else
            {
                int after = Array.IndexOf(landed, true, i);
                long end = chunks[(after < 0 ? landed.Length : after) - 1].End;
                var asked = new ByteRange(chunk.Range.Offset, end - chunk.Range.Offset);
                await FetchAsync(run, asked, chunk, _partial!.Handle, cancellationToken).ConfigureAwait(false);
            }

            _whole?.Add(chunk.Index, cancellationToken);
        }
    }

    private async Task FetchWholeAsync(ChunkRun run, ContentChunk whole, CancellationToken cancellationToken)
    {
        string path = target.NewPath();
        try
        {
            target.Copy?.Open();
            using (SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read))
            {
                await FetchAsync(run, null, whole, file, cancellationToken).ConfigureAwait(false);
                target.Seal(file, Digest);
            }

            target.Commit(path, Digest);
            target.Copy?.Commit();
        }
        finally
        {
            target.Discard(path);
        }

        Fetched = true;
        meter.Add(1, 0);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _whole?.Dispose();
            _partial?.Dispose();
            target.Copy?.Dispose();
        }

        base.Dispose(disposing);
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
        if (found.Info.Size != Size)
            throw StreamDigest.WrongSize(what, found.Info.Size, Size);
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
                    throw StreamDigest.WrongSize(what, range.Offset + done, Size);
                run.Advance(read);
                sha.AppendData(buffer, 0, read);
                RandomAccess.Write(file, buffer.AsSpan(0, read), range.Offset + done);
                target.Copy?.Write(buffer.AsSpan(0, read), range.Offset + done);
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
