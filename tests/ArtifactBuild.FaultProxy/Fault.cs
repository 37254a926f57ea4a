namespace ArtifactBuild.Faults;

/// <summary>One thing to do to one request. Made by the methods of this class.</summary>
public abstract record Fault
{
    private protected Fault(FaultKind kind) => Kind = kind;

    /// <summary>What it does.</summary>
    public FaultKind Kind { get; }

    /// <summary>Ends both connections in the middle of the request; what came before reaches the server.</summary>
    /// <param name="at">Where.</param>
    /// <param name="ending">How.</param>
    /// <returns>The fault.</returns>
    public static Fault CutRequest(FaultPoint at, CutEnding ending = CutEnding.Reset) => new CutFault(FaultKind.CutRequest, at, ending);

    /// <summary>Ends both connections in the middle of the response; the server has done what was asked.</summary>
    /// <param name="at">Where.</param>
    /// <param name="ending">How.</param>
    /// <returns>The fault.</returns>
    public static Fault CutResponse(FaultPoint at, CutEnding ending = CutEnding.Reset) => new CutFault(FaultKind.CutResponse, at, ending);

    /// <summary>Holds the response back before its first byte.</summary>
    /// <param name="time">How long.</param>
    /// <returns>The fault.</returns>
    public static Fault Delay(TimeSpan time) => new DelayFault(time);

    /// <summary>Pauses in the middle of the response.</summary>
    /// <param name="at">Where.</param>
    /// <param name="time">How long.</param>
    /// <returns>The fault.</returns>
    public static Fault Stall(FaultPoint at, TimeSpan time) => new StallFault(at, time);

    /// <summary>Slows request and response down.</summary>
    /// <param name="bytesPerSecond">The speed of each direction.</param>
    /// <returns>The fault.</returns>
    public static Fault Throttle(long bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerSecond);
        return new ThrottleFault(bytesPerSecond);
    }

    /// <summary>Ends the response body early with a clean close. Nothing is done to an empty body.</summary>
    /// <param name="at">Where.</param>
    /// <returns>The fault.</returns>
    public static Fault Truncate(FaultPoint at) => new TruncateFault(at);

    /// <summary>
    /// Ends the response body early and says so in the head: a short answer that is right by HTTP. Nothing is
    /// done to a body that is empty or has no Content-Length.
    /// </summary>
    /// <param name="at">Where.</param>
    /// <returns>The fault.</returns>
    public static Fault Shorten(FaultPoint at) => new ShortenFault(at);

    /// <summary>Turns one bit of the request body over. Nothing is done to an empty body.</summary>
    /// <param name="at">Before which byte the place is.</param>
    /// <param name="bit">Which bit, 0 to 7.</param>
    /// <returns>The fault.</returns>
    public static Fault FlipRequestBit(FaultPoint at, int bit = 0) => new FlipFault(FaultKind.FlipRequestBit, at, bit & 7);

    /// <summary>Turns one bit of the response body over. Nothing is done to an empty body.</summary>
    /// <param name="at">Before which byte the place is.</param>
    /// <param name="bit">Which bit, 0 to 7.</param>
    /// <returns>The fault.</returns>
    public static Fault FlipResponseBit(FaultPoint at, int bit = 0) => new FlipFault(FaultKind.FlipResponseBit, at, bit & 7);

    /// <summary>Answers in the server's place. The request's body is read to its end first.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="retryAfter">The Retry-After header in whole seconds, or null for none.</param>
    /// <param name="body">Whose error the answer looks like.</param>
    /// <param name="afterForwarding">Whether the server does what was asked before the answer is replaced.</param>
    /// <returns>The fault.</returns>
    public static Fault Answer(int status, TimeSpan? retryAfter = null, ErrorBody body = ErrorBody.None, bool afterForwarding = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        return new AnswerFault(afterForwarding ? FaultKind.AnswerAfterForward : FaultKind.Answer, status, retryAfter, body);
    }

    /// <summary>Resets this connection and keeps new ones out for a while; the server sees nothing of the request.</summary>
    /// <param name="time">How long.</param>
    /// <param name="refusal">How.</param>
    /// <returns>The fault.</returns>
    public static Fault Refuse(TimeSpan time, Refusal refusal = Refusal.Refuse) => new RefuseFault(time, refusal);

    /// <summary>Gives no response and leaves the connection open until the client goes away.</summary>
    /// <param name="forward">Whether the server gets the request.</param>
    /// <returns>The fault.</returns>
    public static Fault Swallow(bool forward = true) => new SwallowFault(forward);
}

/// <summary>See <see cref="Fault.CutRequest"/> and <see cref="Fault.CutResponse"/>.</summary>
internal sealed record CutFault(FaultKind Kind, FaultPoint At, CutEnding Ending) : Fault(Kind);

/// <summary>See <see cref="Fault.Delay"/>.</summary>
internal sealed record DelayFault(TimeSpan Time) : Fault(FaultKind.Delay);

/// <summary>See <see cref="Fault.Stall"/>.</summary>
internal sealed record StallFault(FaultPoint At, TimeSpan Time) : Fault(FaultKind.Stall);

/// <summary>See <see cref="Fault.Throttle"/>.</summary>
internal sealed record ThrottleFault(long BytesPerSecond) : Fault(FaultKind.Throttle);

/// <summary>See <see cref="Fault.Truncate"/>.</summary>
internal sealed record TruncateFault(FaultPoint At) : Fault(FaultKind.Truncate);

/// <summary>See <see cref="Fault.Shorten"/>.</summary>
internal sealed record ShortenFault(FaultPoint At) : Fault(FaultKind.Shorten);

/// <summary>See <see cref="Fault.FlipRequestBit"/> and <see cref="Fault.FlipResponseBit"/>.</summary>
internal sealed record FlipFault(FaultKind Kind, FaultPoint At, int Bit) : Fault(Kind);

/// <summary>See <see cref="Fault.Answer"/>.</summary>
internal sealed record AnswerFault(FaultKind Kind, int Status, TimeSpan? RetryAfter, ErrorBody Body) : Fault(Kind);

/// <summary>See <see cref="Fault.Refuse"/>.</summary>
internal sealed record RefuseFault(TimeSpan Time, Refusal Refusal) : Fault(FaultKind.Refuse);

/// <summary>See <see cref="Fault.Swallow"/>.</summary>
internal sealed record SwallowFault(bool Forward) : Fault(FaultKind.Swallow);
