using System.Net;
using System.Net.Sockets;
using ArtifactBuild.Faults.Scripts;

namespace ArtifactBuild.Faults.Wire;

/// <summary>What all connections of one proxy share.</summary>
internal sealed record ProxyContext(EndPoint Server, FaultDecisions Decisions, ProxyLog Log, Door Door, TimeProvider Clock, CancellationToken Stopping);

/// <summary>
/// One client connection and the one server connection that belongs to it. Because it is one to one, the end of
/// either is passed on to the other, and the server sees as many connections as the client makes.
/// </summary>
internal sealed class ProxyConnection(Socket socket, ProxyContext context) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping);
    private Peer? _server;

    public Peer Client { get; } = new(socket, context.Log.SentToClient);

    public ProxyContext Context => context;

    public CancellationToken Stopping => _stop.Token;

    public async Task RunAsync()
    {
        var end = ExchangeEnd.Reset;
        try
        {
            end = await ServeAsync();
        }
        catch (Exception e)
        {
            context.Log.Add(e);
        }

        if (end == ExchangeEnd.Finish && !Stopping.IsCancellationRequested)
        {
            await Task.WhenAll(Client.FinishAsync(Patience), _server?.FinishAsync(Patience) ?? Task.CompletedTask);
        }

        Reset();
    }

    /// <summary>The server's end of the connection, made when it is first needed.</summary>
    public async ValueTask<Peer> ServerAsync()
    {
        if (_server is not null) return _server;
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(context.Server, Stopping);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        return _server = new Peer(server, context.Log.SentToServer);
    }

    /// <summary>Ends the waits of this connection: delays, stalls, throttles.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Ends everything at once. May come from another thread.</summary>
    public void Reset()
    {
        Client.Reset();
        _server?.Reset();
    }

    public void Dispose()
    {
        Reset();
        _stop.Dispose();
    }

    private async Task<ExchangeEnd> ServeAsync()
    {
        while (true)
        {
            if (!await NextRequestComesAsync()) return ExchangeEnd.Finish;
            int length = await Client.ReadHeadAsync();
            if (length == 0) return ExchangeEnd.Finish;
            var head = RequestHead.Parse(Client.Unread.Span[..length]);
            ProxiedRequest? request = null;
            Fault? fault = null;
            if (context.Decisions.NeedsRequests)
            {
                request = new ProxiedRequest(head, Client.Unread.Span[..length]);
                fault = context.Decisions.Decide(request);
            }

            var end = await new Exchange(this, head, length, request, fault).RunAsync();
            if (end != ExchangeEnd.KeepAlive) return end;
        }
    }

    /// <summary>Waits between requests, on both sides: a server may end a connection that does nothing.</summary>
    private async ValueTask<bool> NextRequestComesAsync()
    {
        if (_server is null || !Client.Unread.IsEmpty) return true;
        if (!_server.Unread.IsEmpty) return false;
        var next = Client.WatchAsync();
        return await Task.WhenAny(next, _server.WatchAsync()) == next || next.IsCompleted;
    }
}
