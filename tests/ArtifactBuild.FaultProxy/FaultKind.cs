namespace ArtifactBuild.Faults;

/// <summary>What a fault does.</summary>
public enum FaultKind
{
    /// <summary>Both connections end in the middle of the request.</summary>
    CutRequest,

    /// <summary>Both connections end in the middle of the response.</summary>
    CutResponse,

    /// <summary>The response comes later than it could.</summary>
    Delay,

    /// <summary>The response pauses in the middle.</summary>
    Stall,

    /// <summary>Both directions are slow.</summary>
    Throttle,

    /// <summary>The response body ends early with a clean close; its head still tells the full length.</summary>
    Truncate,

    /// <summary>The response body ends early and its head tells the shorter length, so that HTTP finds nothing wrong.</summary>
    Shorten,

    /// <summary>One bit of the request body is turned over.</summary>
    FlipRequestBit,

    /// <summary>One bit of the response body is turned over.</summary>
    FlipResponseBit,

    /// <summary>The proxy answers with an error; the server never sees the request.</summary>
    Answer,

    /// <summary>The server does what was asked, and the proxy answers with an error: the ambiguous write.</summary>
    AnswerAfterForward,

    /// <summary>The connection is reset and new ones are not let in for a while.</summary>
    Refuse,

    /// <summary>No response comes, and the connection stays open.</summary>
    Swallow,
}

/// <summary>How a cut connection ends.</summary>
public enum CutEnding
{
    /// <summary>An orderly end of the stream (FIN).</summary>
    Finish,

    /// <summary>A reset (RST); the last bytes before it may be lost.</summary>
    Reset,
}

/// <summary>How new connections are kept out.</summary>
public enum Refusal
{
    /// <summary>Nobody listens: the client's connect fails.</summary>
    Refuse,

    /// <summary>The connect succeeds and the connection is reset at once.</summary>
    Drop,
}

/// <summary>Whose error answer the proxy imitates.</summary>
public enum ErrorBody
{
    /// <summary>An empty body.</summary>
    None,

    /// <summary>The XML of an S3 server.</summary>
    S3,

    /// <summary>The JSON of Google Cloud Storage.</summary>
    Gcs,

    /// <summary>The XML and the <c>x-ms-error-code</c> of Azure Blob Storage.</summary>
    Azure,
}
