using System.Collections.Concurrent;
using System.Net.Sockets;

namespace ArtifactBuild.Faults.Wire;

/// <summary>What one proxy has seen and done.</summary>
internal sealed class ProxyLog
{
    private long _bytesToClient;
    private long _bytesToServer;

    public ConcurrentQueue<RequestRecord> Requests { get; } = [];

    public ConcurrentQueue<FaultRecord> Faults { get; } = [];

    public ConcurrentQueue<Exception> Errors { get; } = [];

    public long BytesToClient => Interlocked.Read(ref _bytesToClient);

    public long BytesToServer => Interlocked.Read(ref _bytesToServer);

    public void SentToClient(long bytes) => Interlocked.Add(ref _bytesToClient, bytes);

    public void SentToServer(long bytes) => Interlocked.Add(ref _bytesToServer, bytes);

    /// <summary>Keeps an exception, unless it is one by which connections end every day.</summary>
    public void Add(Exception exception)
    {
        if (exception is not (SocketException or ObjectDisposedException or OperationCanceledException)) Errors.Enqueue(exception);
    }
}
