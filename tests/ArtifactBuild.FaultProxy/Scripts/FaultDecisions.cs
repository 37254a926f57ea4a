namespace ArtifactBuild.Faults.Scripts;

/// <summary>One rule of a script: it may have a fault for a request.</summary>
internal interface IFaultRule
{
    /// <summary>The most faults of this rule in one proxy.</summary>
    int MaxFaults { get; }

    /// <summary>The most faults of this rule for requests that are alike.</summary>
    int MaxFaultsPerRequest { get; }

    /// <summary>The fault for a request, as if there were no limit.</summary>
    Fault? For(ProxiedRequest request);
}

/// <summary>A fault for the requests that a predicate chooses.</summary>
internal sealed record ChosenFault(Func<ProxiedRequest, bool> Predicate, Fault Fault, int MaxFaults) : IFaultRule
{
    public int MaxFaultsPerRequest => int.MaxValue;

    public Fault? For(ProxiedRequest request) => Predicate(request) ? Fault : null;
}

/// <summary>Runs a script for one proxy: counts the requests that are alike, and what each rule has done.</summary>
internal sealed class FaultDecisions(FaultScript script)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _seen = [];
    private readonly int[] _done = new int[script.Rules.Length];
    private readonly Dictionary<(int Rule, string Key), int> _doneToAlike = [];

    /// <summary>Whether a request has to be looked at at all.</summary>
    public bool NeedsRequests => !script.Rules.IsEmpty;

    public Fault? Decide(ProxiedRequest request)
    {
        // The rules are asked under the lock too: a predicate that counts need not care for threads.
        lock (_lock)
        {
            _seen[request.Key] = request.Occurrence = _seen.GetValueOrDefault(request.Key) + 1;
            for (int i = 0; i < _done.Length; i++)
            {
                var rule = script.Rules[i];
                int alike = _doneToAlike.GetValueOrDefault((i, request.Key));
                if (_done[i] >= rule.MaxFaults || alike >= rule.MaxFaultsPerRequest || rule.For(request) is not { } fault) continue;
                _done[i]++;
                _doneToAlike[(i, request.Key)] = alike + 1;
                return fault;
            }

            return null;
        }
    }
}
