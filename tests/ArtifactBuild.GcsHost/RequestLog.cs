using System.Collections.Concurrent;

namespace ArtifactBuild.GcsHosting;

/// <summary>A request that a host has answered. A status of 0 is one whose connection broke before it had an answer.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path as it was sent, encoded, without the query.</param>
/// <param name="Query">The query with its question mark, or nothing.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="RequestBytes">The bytes of the request's body that were read.</param>
/// <param name="ResponseBytes">The bytes of the answer's body.</param>
public sealed record LoggedRequest(string Method, string Path, string Query, int Status, long RequestBytes, long ResponseBytes);

/// <summary>The requests that a host has answered, in order. An entry is there before its answer is.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<LoggedRequest> _requests = new();

    /// <summary>All so far.</summary>
    public IReadOnlyList<LoggedRequest> Entries => [.. _requests];

    /// <summary>How many there are of which this holds.</summary>
    public int Count(Func<LoggedRequest, bool> holds) => _requests.Count(holds);

    /// <summary>Forgets all so far.</summary>
    public void Clear() => _requests.Clear();

    internal void Add(LoggedRequest request) => _requests.Enqueue(request);
}
