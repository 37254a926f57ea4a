namespace ArtifactBuild.Faults;

/// <summary>
/// How often each fault happens under a seed, as a mean rate per request, and how bad it is. A request gets one
/// fault at most, so the rates together must not be over 1. A fault that a request cannot have (a bit of a
/// body that is not there) does not happen to it.
/// </summary>
public sealed record FaultProfile
{
    /// <summary>Rate of <see cref="FaultKind.CutRequest"/>.</summary>
    public double CutRequest { get; init; }

    /// <summary>Rate of <see cref="FaultKind.CutResponse"/>.</summary>
    public double CutResponse { get; init; }

    /// <summary>Rate of <see cref="FaultKind.Delay"/>.</summary>
    public double Delay { get; init; }

    /// <summary>Rate of <see cref="FaultKind.Stall"/>.</summary>
    public double Stall { get; init; }

    /// <summary>Rate of <see cref="FaultKind.Throttle"/>.</summary>
    public double Throttle { get; init; }

    /// <summary>Rate of <see cref="FaultKind.Truncate"/>.</summary>
    public double Truncate { get; init; }

    /// <summary>Rate of <see cref="FaultKind.Shorten"/>.</summary>
    public double Shorten { get; init; }

    /// <summary>Rate of <see cref="FaultKind.FlipRequestBit"/>.</summary>
    public double FlipRequestBit { get; init; }

    /// <summary>Rate of <see cref="FaultKind.FlipResponseBit"/>.</summary>
    public double FlipResponseBit { get; init; }

    /// <summary>Rate of <see cref="FaultKind.Answer"/>.</summary>
    public double Answer { get; init; }

    /// <summary>Rate of <see cref="FaultKind.AnswerAfterForward"/>.</summary>
    public double AnswerAfterForward { get; init; }

    /// <summary>Rate of <see cref="FaultKind.Refuse"/>.</summary>
    public double Refuse { get; init; }

    /// <summary>Rate of <see cref="FaultKind.Swallow"/>.</summary>
    public double Swallow { get; init; }

    /// <summary>The most faults in all. Who gets the last one depends on the order of arrival.</summary>
    public int MaxFaults { get; init; } = 20;

    /// <summary>
    /// The most faults for requests that are alike. Below the client's number of attempts it makes every
    /// operation succeed in the end, whatever the order of arrival.
    /// </summary>
    public int MaxFaultsPerRequest { get; init; } = 2;

    /// <summary>The longest delay; each is somewhere up to it.</summary>
    public TimeSpan DelayUpTo { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a stall lasts.</summary>
    public TimeSpan StallFor { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long new connections are kept out.</summary>
    public TimeSpan RefuseFor { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The speed of a throttled request.</summary>
    public long ThrottleTo { get; init; } = 4 << 20;

    /// <summary>The Retry-After that half of the answers have.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whose errors the answers look like.</summary>
    public ErrorBody ErrorBody { get; init; }

    /// <summary>The status codes of answers.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [500, 503, 429, 408];

    /// <summary>Every kind of fault equally often, except those that only a checksum or a client's own time-out can find.</summary>
    /// <param name="rate">The rate of all of them together.</param>
    /// <returns>The profile, to be changed with <c>with</c>.</returns>
    public static FaultProfile Transient(double rate)
    {
        double each = rate / 9;
        return new FaultProfile
        {
            CutRequest = each,
            CutResponse = each,
            Delay = each,
            Stall = each,
            Throttle = each,
            Truncate = each,
            Answer = each,
            AnswerAfterForward = each,
            Refuse = each,
        };
    }

    internal double RateOf(FaultKind kind) => kind switch
    {
        FaultKind.CutRequest => CutRequest,
        FaultKind.CutResponse => CutResponse,
        FaultKind.Delay => Delay,
        FaultKind.Stall => Stall,
        FaultKind.Throttle => Throttle,
        FaultKind.Truncate => Truncate,
        FaultKind.Shorten => Shorten,
        FaultKind.FlipRequestBit => FlipRequestBit,
        FaultKind.FlipResponseBit => FlipResponseBit,
        FaultKind.Answer => Answer,
        FaultKind.AnswerAfterForward => AnswerAfterForward,
        FaultKind.Refuse => Refuse,
        FaultKind.Swallow => Swallow,
        _ => 0,
    };
}
