using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ArtifactBuild.Faults.Scripts;
using ArtifactBuild.Faults.Wire;

namespace ArtifactBuild.Faults;

/// <summary>
/// A reverse proxy for HTTP/1.1 on the loopback address that does to requests what a script says, and counts. It
/// changes nothing else: all bytes, also the Host header, reach the server as the client sent them. With
/// <see cref="FaultScript.None"/> it is a meter of the traffic. It does not know TLS, CONNECT and upgrades.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ProxyLog _log = new();
    private readonly Door _door;
    private readonly ProxyContext _context;
    private readonly ConcurrentDictionary<ProxyConnection, Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;
    private int _disposed;

    private FaultProxy(Uri upstream, FaultScript script, TimeProvider clock)
    {
        _door = new Door(clock);
        var server = IPAddress.TryParse(upstream.DnsSafeHost, out var address)
            ? (EndPoint)new IPEndPoint(address, upstream.Port)
            : new DnsEndPoint(upstream.DnsSafeHost, upstream.Port);
        _context = new(server, new FaultDecisions(script), _log, _door, clock, _stop.Token);
        Endpoint = new UriBuilder(upstream) { Host = "127.0.0.1", Port = _door.Address.Port }.Uri;
        _accepting = _door.RunAsync(Accept, _stop.Token);
    }

    /// <summary>Where clients connect: the proxy's address, with the path of the upstream's.</summary>
    public Uri Endpoint { get; }

    /// <summary>The faults that were done, in order. A fault is here before its effect can be seen.</summary>
    public IReadOnlyList<FaultRecord> Faults => [.. _log.Faults];

    /// <summary>The requests that ended, in order. A request is here before the last byte of its response goes out.</summary>
    public IReadOnlyList<RequestRecord> Requests => [.. _log.Requests];

    /// <summary>The bytes sent to clients: heads, bodies and framing.</summary>
    public long BytesToClient => _log.BytesToClient;

    /// <summary>The bytes sent to the server: heads, bodies and framing.</summary>
    public long BytesToServer => _log.BytesToServer;

    /// <summary>The connections that were let in so far.</summary>
    public int Connections => Volatile.Read(ref _accepted);

    /// <summary>The connections that are open now.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>What the proxy itself could not do: traffic that is not HTTP, a predicate that threw. Empty in a sound test.</summary>
    public IReadOnlyList<Exception> Errors => [.. _log.Errors];

    /// <summary>Starts a proxy on a free port.</summary>
    /// <param name="upstream">The http address of the server.</param>
    /// <param name="script">What goes wrong.</param>
    /// <param name="clock">What delays, stalls and refusals are measured with; the system's if not given.</param>
    /// <returns>The proxy, which listens.</returns>
    public static Task<FaultProxy> StartAsync(Uri upstream, FaultScript script, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(script);
        if (upstream.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException($"The proxy speaks http, not {upstream.Scheme}.", nameof(upstream));
        }

        return Task.FromResult(new FaultProxy(upstream, script, clock ?? TimeProvider.System));
    }

    /// <summary>Ends all connections and stops listening.</summary>
    /// <returns>Ends when nothing of the proxy runs any more.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stop.CancelAsync();
        _door.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var connection in _connections.Keys) connection.Reset();
        var rest = Task.WhenAll(_connections.Values);

        // The bound is for a mistake in this proxy: a test must fail by its own words and not hang here.
        await Task.WhenAny(rest, Task.Delay(TimeSpan.FromMinutes(1)));
        _stop.Dispose();
    }

    private void Accept(Socket socket)
    {
        Interlocked.Increment(ref _accepted);
        var connection = new ProxyConnection(socket, _context);

        // It must be in the table before it can end.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ServeAsync(connection, started.Task);
        started.SetResult();
    }

    private async Task ServeAsync(ProxyConnection connection, Task started)
    {
        await started;
        try
        {
            await connection.RunAsync();
        }
        catch (Exception e)
        {
            _log.Add(e);
        }

        connection.Dispose();
        _connections.TryRemove(connection, out _);
    }
}
