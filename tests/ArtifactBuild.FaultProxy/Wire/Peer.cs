using System.Net.Sockets;

namespace ArtifactBuild.Faults.Wire;

/// <summary>One end of a proxied connection: its socket, what was read from it and not used yet, and how it ends.</summary>
internal sealed class Peer : IDisposable
{
    // Small until a body shows that more is worth it; the large size is where loopback stops getting faster.
    private const int SmallBuffer = 16 << 10;
    private const int LargeBuffer = 256 << 10;

    private readonly Socket _socket;
    private readonly Action<long> _sent;
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(SmallBuffer);
    private int _start;
    private int _end;
    private Task<int>? _filling;

    /// <param name="socket">The connected socket, which this owns from now on.</param>
    /// <param name="sent">Told how many bytes are handed to the socket, before they are.</param>
    public Peer(Socket socket, Action<long> sent)
    {
        (_socket, _sent) = (socket, sent);
        try
        {
            socket.NoDelay = true;
        }
        catch (SocketException)
        {
            // Reset already; the first read will say so.
        }
    }

    /// <summary>What was read and not used yet.</summary>
    public Memory<byte> Unread => _buffer.AsMemory(_start, _end - _start);

    public void Consume(int count) => _start += count;

    /// <summary>Begins to read, or gives the read that was begun; the bytes are there after <see cref="FillAsync"/>.</summary>
    /// <returns>Ends when something arrived; 0 when the other side ended its stream.</returns>
    public Task<int> WatchAsync() => _filling ??= _socket.ReceiveAsync(MakeRoom()).AsTask();

    /// <summary>Reads more.</summary>
    /// <returns>False when the other side has ended its stream.</returns>
    public async ValueTask<bool> FillAsync()
    {
        int count;
        if (_filling is { } begun)
        {
            _filling = null;
            count = await begun;
        }
        else
        {
            count = await _socket.ReceiveAsync(MakeRoom());
        }

        _end += count;
        return count > 0;
    }

    /// <summary>Reads up to the empty line that ends a head.</summary>
    /// <returns>The length of the head, which is then the start of what is unread; 0 when the stream ended before.</returns>
    public async ValueTask<int> ReadHeadAsync()
    {
        int searched = 0;
        while (true)
        {
            int found = Unread.Span[searched..].IndexOf("\r\n\r\n"u8);
            if (found >= 0) return searched + found + 4;
            searched = Math.Max(0, Unread.Length - 3);
            if (Unread.Length >= LargeBuffer) throw new InvalidDataException("A head has no end.");
            if (!await FillAsync()) return 0;
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _sent(bytes.Length);
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>Ends the stream to the other side; it may still send.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }

    /// <summary>
    /// Ends the connection in order. What still comes is read and dropped for a while, because the system answers
    /// unread bytes with a reset, and a reset would take from the other side what it has not read yet.
    /// </summary>
    public async Task FinishAsync(TimeSpan patience)
    {
        try
        {
            EndSending();
            using var timer = new Timer(static state => ((Peer)state!).Dispose(), this, patience, Timeout.InfiniteTimeSpan);
            do _start = _end;
            while (await FillAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Time is up, or the other side is gone.
        }

        Dispose();
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }

        Dispose();
    }

    public void Dispose()
    {
        _socket.Dispose();

        // A read that nobody waits for any more fails now; that is no news to anyone.
        _filling?.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private Memory<byte> MakeRoom()
    {
        bool wasFull = _end == _buffer.Length;
        int length = _end - _start;
        if (wasFull && _buffer.Length < LargeBuffer)
        {
            // A read has filled the buffer: there is much to come.
            byte[] larger = GC.AllocateUninitializedArray<byte>(LargeBuffer);
            _buffer.AsSpan(_start, length).CopyTo(larger);
            _buffer = larger;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, length).CopyTo(_buffer);
        }

        (_start, _end) = (0, length);
        return _buffer.AsMemory(_end);
    }
}
