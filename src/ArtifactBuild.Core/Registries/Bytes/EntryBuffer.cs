using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Registries.Bytes;

/// <summary>Takes the bytes of a reference, whose size nobody promised, into memory up to a limit.</summary>
internal sealed class EntryBuffer : MemoryStream
{
    private readonly string _path;
    private readonly long _limit;

    private EntryBuffer(string path, long limit)
    {
        _path = path;
        _limit = limit;
    }

    /// <exception cref="FormatException">There are more bytes than the limit.</exception>
    /// <exception cref="ArtifactException">ART2030: the reference can't be read.</exception>
    public static async Task<byte[]> ReadAsync(ManifestEntry entry, long limit, Func<Stream, Task> load)
    {
        using var buffer = new EntryBuffer(entry.Path, limit);
        try
        {
            await load(buffer).ConfigureAwait(false);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw new ArtifactException(
                ArtifactCodes.ReferenceUnavailable, $"“{entry.Path}” points to {entry.Ref}, which could not be read: {e.Message}", e);
        }

        return buffer.ToArray();
    }

    // All other ways to write lead here.
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Position + count > _limit)
            throw new FormatException($"“{_path}” has more than {_limit} bytes");
        base.Write(buffer, offset, count);
    }
}
