using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.TestHost;

/// <summary>A store that makes up the bytes of one content as they are read, and keeps nothing of them.</summary>
internal sealed class GeneratedStore(IObjectStore inner) : DelegatingStore(inner)
{
    private ObjectInfo? _generated;

    /// <summary>From now on the store has a content of this size.</summary>
    public async Task<ContentDigests> GenerateAsync(long size)
    {
        await using var stream = new GeneratedStream(0, size);
        ContentDigests digests = await ContentHasher.HashAsync(stream, Stream.Null, CancellationToken.None);
        string hex = digests.Sha256.Hex;
        _generated = new ObjectInfo($"blobs/sha256/{hex[..2]}/{hex[2..]}", size, "e", DateTimeOffset.UtcNow);
        return digests;
    }

    public override Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) =>
        key == _generated?.Key ? Task.FromResult<ObjectInfo?>(_generated) : base.HeadAsync(key, cancellationToken);

    public override Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        if (key != _generated?.Key)
            return base.GetAsync(key, range, cancellationToken);
        ByteRange part = range ?? new ByteRange(0, _generated.Size);
        return Task.FromResult<StoredObject?>(new StoredObject(_generated, new GeneratedStream(part.Offset, part.Offset + part.Length)));
    }

    // The bytes tell their place, so that a part in the wrong one is found out.
    private sealed class GeneratedStream(long at, long end) : ForwardReadStream
    {
        private long _position;

        public override long Length => end - at;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int read = (int)Math.Min(buffer.Length, Length - _position);
            for (int i = 0; i < read; i++)
            {
                long place = at + _position + i;
                buffer[i] = (byte)((place >> 12) + place);
            }

            _position += read;
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
