using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ArtifactBuild.Faults.Scripts;

/// <summary>
/// Faults by chance. All chance comes from one hash of the seed, the request and its occurrence; a hash and not
/// <see cref="Random"/>, because the same seed must mean the same on every run-time.
/// </summary>
internal sealed class SeededFault : IFaultRule
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    private readonly int _seed;
    private readonly FaultProfile _profile;

    public SeededFault(int seed, FaultProfile profile)
    {
        if (Kinds.Any(kind => profile.RateOf(kind) < 0) || Kinds.Sum(profile.RateOf) > 1 + 1e-9)
        {
            throw new ArgumentException("The rates of a profile must not be negative, nor over 1 together.", nameof(profile));
        }

        (_seed, _profile) = (seed, profile);
    }

    public int MaxFaults => _profile.MaxFaults;

    public int MaxFaultsPerRequest => _profile.MaxFaultsPerRequest;

    public Fault? For(ProxiedRequest request)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{_seed}\n{request.Key}\n{request.Occurrence}");
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        double draw = Chance(hash, 0);
        foreach (var kind in Kinds)
        {
            double rate = _profile.RateOf(kind);
            if (draw < rate) return Suits(kind, request) ? Make(kind, hash) : null;
            draw -= rate;
        }

        return null;
    }

    private static bool Suits(FaultKind kind, ProxiedRequest request) => kind switch
    {
        FaultKind.FlipRequestBit => request.HasBody,
        FaultKind.FlipResponseBit or FaultKind.Truncate or FaultKind.Shorten => request.Method is "GET" or "POST",
        _ => true,
    };

    private static double Chance(byte[] hash, int which) =>
        BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(which * 4)) / 4294967296.0;

    private Fault Make(FaultKind kind, byte[] hash)
    {
        var at = FaultPoint.Part(Chance(hash, 1));
        var ending = Chance(hash, 2) < 0.5 ? CutEnding.Finish : CutEnding.Reset;
        int bit = (int)(Chance(hash, 3) * 8);
        return kind switch
        {
            FaultKind.CutRequest => Fault.CutRequest(at, ending),
            FaultKind.CutResponse => Fault.CutResponse(at, ending),
            FaultKind.Delay => Fault.Delay(_profile.DelayUpTo * Chance(hash, 4)),
            FaultKind.Stall => Fault.Stall(at, _profile.StallFor),
            FaultKind.Throttle => Fault.Throttle(_profile.ThrottleTo),
            FaultKind.Truncate => Fault.Truncate(at),
            FaultKind.Shorten => Fault.Shorten(at),
            FaultKind.FlipRequestBit => Fault.FlipRequestBit(at, bit),
            FaultKind.FlipResponseBit => Fault.FlipResponseBit(at, bit),
            FaultKind.Answer or FaultKind.AnswerAfterForward => Fault.Answer(
                _profile.Statuses[(int)(Chance(hash, 5) * _profile.Statuses.Count)],
                Chance(hash, 6) < 0.5 ? _profile.RetryAfter : null,
                _profile.ErrorBody,
                kind == FaultKind.AnswerAfterForward),
            FaultKind.Refuse => Fault.Refuse(_profile.RefuseFor, Chance(hash, 7) < 0.5 ? Refusal.Refuse : Refusal.Drop),
            FaultKind.Swallow => Fault.Swallow(forward: Chance(hash, 7) < 0.5),
            _ => throw new InvalidOperationException($"There is no fault of kind {kind}."),
        };
    }
}
