using System.IO.Compression;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Http;

/// <summary>A part of an object's bytes on its way out.</summary>
internal sealed record MediaBody(Payload Payload, long Offset, long Length)
{
    /// <summary>Decompress on the way, for a client that can't take what was stored compressed. The length is not known then.</summary>
    public bool Gunzip { get; init; }

    public async Task WriteAsync(Stream target, CancellationToken cancellation)
    {
        if (Gunzip)
        {
            await using Stream stored = Payload.OpenRead();
            await using var plain = new GZipStream(stored, CompressionMode.Decompress);
            await plain.CopyToAsync(target, cancellation);
            return;
        }

        byte[] buffer = new byte[(int)Math.Min(256 * 1024, Length)];
        for (long done = 0; done < Length;)
        {
            int wanted = (int)Math.Min(buffer.Length, Length - done);
            int read = await Payload.ReadAsync(buffer.AsMemory(0, wanted), Offset + done, cancellation);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
            done += read;
        }
    }
}
