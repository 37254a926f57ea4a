namespace ArtifactBuild.Faults;

/// <summary>One request that went through the proxy, as it ended.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, as it was sent.</param>
/// <param name="Query">The query without its question mark; empty when there is none.</param>
/// <param name="Status">The status that the client saw; 0 when it saw none.</param>
/// <param name="UpstreamStatus">The status that the server gave; 0 when it gave none.</param>
/// <param name="RequestBodyBytes">The bytes of body that the client sent, without the framing of chunks.</param>
/// <param name="ResponseBodyBytes">The bytes of body that went to the client, without the framing of chunks.</param>
public sealed record RequestRecord(
    string Method,
    string Path,
    string Query,
    int Status,
    int UpstreamStatus,
    long RequestBodyBytes,
    long ResponseBodyBytes);

/// <summary>One fault that was done.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Method">The method of the request it was done to.</param>
/// <param name="Path">The path of that request.</param>
/// <param name="Query">The query of that request, without its question mark.</param>
/// <param name="Occurrence">Which one of the requests alike it was, from 1.</param>
public sealed record FaultRecord(Fault Fault, string Method, string Path, string Query, int Occurrence)
{
    /// <summary>What was done.</summary>
    public FaultKind Kind => Fault.Kind;
}
