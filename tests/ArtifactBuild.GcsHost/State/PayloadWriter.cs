using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>Takes the bytes of an upload: a little in memory, more in a temporary file; and hashes them as they come.</summary>
internal sealed class PayloadWriter : IDisposable
{
    private const int MostInMemory = 1024 * 1024;

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly MemoryStream _memory = new();
    private Crc32C _crc32c;
    private SafeFileHandle? _file;
    private bool _given;

    public long Length { get; private set; }

    /// <summary>Not to be cancelled: the next one goes on where this one ended.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_file == null && Length + bytes.Length > MostInMemory)
        {
            _file = OpenTemporaryFile();
            await RandomAccess.WriteAsync(_file, _memory.GetBuffer().AsMemory(0, (int)_memory.Length), 0);
            _memory.SetLength(0);
            _memory.Capacity = 0;
        }

        if (_file == null)
            _memory.Write(bytes.Span);
        else
            await RandomAccess.WriteAsync(_file, bytes, Length);

        _md5.AppendData(bytes.Span);
        _crc32c.Append(bytes.Span);
        Length += bytes.Length;
    }

    public async Task AppendAsync(Stream source, CancellationToken cancellation)
    {
        byte[] buffer = new byte[128 * 1024];
        for (int read; (read = await source.ReadAsync(buffer, cancellation)) > 0;)
            await AppendAsync(buffer.AsMemory(0, read));
    }

    public Payload Complete()
    {
        _given = true;
        return new Payload(_memory.ToArray(), _file, Length, Convert.ToBase64String(_md5.GetHashAndReset()), _crc32c.ToBase64());
    }

    public void Dispose()
    {
        _md5.Dispose();
        _memory.Dispose();
        if (!_given)
            _file?.Dispose();
    }

    /// <summary>A file that has no name for long, so that it is gone with the process, however that ends.</summary>
    private static SafeFileHandle OpenTemporaryFile()
    {
        string path = Path.Combine(Path.GetTempPath(), "gcs-host-" + Guid.NewGuid().ToString("n"));
        FileOptions options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, options);
        // Where an open file may lose its name, it does so now.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
