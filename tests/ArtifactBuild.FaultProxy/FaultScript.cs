using System.Collections.Immutable;
using ArtifactBuild.Faults.Scripts;

namespace ArtifactBuild.Faults;

/// <summary>
/// Says which request gets which fault. A script has no state: each proxy that runs it counts for itself, so one
/// script may be used again. The first rule that has a fault for a request wins.
/// </summary>
public sealed class FaultScript
{
    private FaultScript(ImmutableArray<IFaultRule> rules) => Rules = rules;

    /// <summary>Nothing goes wrong; the proxy only counts.</summary>
    public static FaultScript None { get; } = new([]);

    internal ImmutableArray<IFaultRule> Rules { get; }

    /// <summary>
    /// Faults by chance, but the same ones for the same seed: what happens to a request follows from the seed, the
    /// request and how often it came, and not from the order in which different requests arrive.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="profile">How often what happens.</param>
    /// <returns>The script.</returns>
    public static FaultScript FromSeed(int seed, FaultProfile profile) => None.ThenFromSeed(seed, profile);

    /// <summary>A fault for the requests that a predicate chooses.</summary>
    /// <param name="predicate">Chooses; asked for one request at a time, so it may count.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="times">How often at most.</param>
    /// <returns>The script.</returns>
    public static FaultScript On(Func<ProxiedRequest, bool> predicate, Fault fault, int times = 1) => None.ThenOn(predicate, fault, times);

    /// <summary>This script and, for requests that get nothing from it, one more rule; see <see cref="On"/>.</summary>
    /// <param name="predicate">Chooses.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="times">How often at most.</param>
    /// <returns>A new script.</returns>
    public FaultScript ThenOn(Func<ProxiedRequest, bool> predicate, Fault fault, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentNullException.ThrowIfNull(fault);
        return new(Rules.Add(new ChosenFault(predicate, fault, times)));
    }

    /// <summary>This script and, for requests that get nothing from it, faults by chance; see <see cref="FromSeed"/>.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="profile">How often what happens.</param>
    /// <returns>A new script.</returns>
    public FaultScript ThenFromSeed(int seed, FaultProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new(Rules.Add(new SeededFault(seed, profile)));
    }
}
