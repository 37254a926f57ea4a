using System.Net;
using System.Net.Sockets;

namespace ArtifactBuild.Faults.Wire;

/// <summary>Lets connections in, and keeps them out for a while when told to.</summary>
internal sealed class Door : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly Socket? _holder;
    private Socket _listener;
    private bool _closed;
    private long _closedUntil;
    private long _droppingUntil;

    public Door(TimeProvider clock)
    {
        _clock = clock;
        var address = new IPEndPoint(IPAddress.Loopback, 0);

        // A socket that is bound and never listens keeps the port ours while nobody listens on it.
        // Windows would not let the listener in beside it, and takes no port again so soon anyway.
        if (!OperatingSystem.IsWindows())
        {
            _holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _holder.Bind(address);
            address = (IPEndPoint)_holder.LocalEndPoint!;
        }

        _listener = Listen(address);
        Address = (IPEndPoint)_listener.LocalEndPoint!;
    }

    public IPEndPoint Address { get; }

    // In milliseconds.
    private long Now => (long)_clock.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Keeps new connections out. Holds when this returns.</summary>
    public void Close(TimeSpan time, Refusal refusal)
    {
        long until = Now + (long)time.TotalMilliseconds;
        lock (_lock)
        {
            if (refusal == Refusal.Drop)
            {
                _droppingUntil = Math.Max(_droppingUntil, until);
                return;
            }

            _closedUntil = Math.Max(_closedUntil, until);
            _closed = true;
            _listener.Dispose();
        }
    }

    /// <summary>Gives every connection that comes to <paramref name="arrived"/>, until cancelled.</summary>
    public async Task RunAsync(Action<Socket> arrived, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(cancellationToken);
                if (Now < Interlocked.Read(ref _droppingUntil)) new Peer(socket, static _ => { }).Reset();
                else arrived(socket);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                await OpenAgainAsync(cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock) _listener.Dispose();
        _holder?.Dispose();
    }

    private static Socket Listen(IPEndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen(512);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the door may be open, and opens it when it was closed.</summary>
    private async Task OpenAgainAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // At least a moment: the failure may be another one (no more handles), which lasts.
            long wait = Math.Max(_closedUntil - Now, 5);
            await Task.Delay(TimeSpan.FromMilliseconds(wait), _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_lock)
            {
                if (cancellationToken.IsCancellationRequested) return;
                if (!_closed) return;
                if (Now < _closedUntil) continue;
                try
                {
                    _listener = Listen(Address);
                    _closed = false;
                    return;
                }
                catch (SocketException)
                {
                    // The port is not free yet; again in a moment.
                }
            }
        }
    }
}
