using System.Collections.Concurrent;
using System.Globalization;
using ArtifactBuild.Remote.Tests.Fixtures;
using ArtifactBuild.Testing;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Remote.Tests.Faults;

/// <summary>
/// A log and a restore over a network that does what a seed says: each ends right, byte for byte, or with a coded error and
/// nothing torn, and then the next try succeeds.
/// </summary>
[TestClass]
public sealed class SeededFaultTests
{
    // All 200 take some minutes; the variable asks for more or fewer.
    private const int DefaultSeeds = 30;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_log_and_a_restore_survive_what_a_network_may_do()
    {
        int seeds = int.TryParse(Environment.GetEnvironmentVariable("ARTIFACTBUILD_FAULT_SEEDS"), CultureInfo.InvariantCulture, out int asked) ? asked : DefaultSeeds;
        TestServer server = await Servers.GetAsync(TestServerKind.Ceph);
        using var temporary = new TemporaryDirectory();
        var source = new SourceFolder(temporary["source"]);
        var outcomes = new ConcurrentBag<FaultOutcome>();
        await Parallel.ForAsync(1, seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (seed, token) =>
        {
            var run = new FaultRun(server, source, temporary[$"seed-{seed}"], seed);
            outcomes.Add(await run.RunAsync(token));
        });

        foreach (IGrouping<string, FaultOutcome> group in outcomes.GroupBy(outcome => outcome.Ending).OrderByDescending(group => group.Count()))
            TestContext.WriteLine($"{group.Count()} × {group.Key} (seeds {string.Join(' ', group.Select(outcome => outcome.Seed).Order().Take(10))})");
        foreach (IGrouping<string, string> kind in outcomes.SelectMany(outcome => outcome.Faults).GroupBy(kind => kind).OrderBy(kind => kind.Key))
            TestContext.WriteLine($"  {kind.Key}: {kind.Count()}");
        int succeeded = outcomes.Count(outcome => outcome.Ending == FaultOutcome.Right);
        Assert.HasCount(seeds, outcomes);
        Assert.IsGreaterThanOrEqualTo(seeds * 3 / 4, succeeded);
        // A network without faults would prove nothing.
        Assert.IsGreaterThan(seeds * 5, outcomes.Sum(outcome => outcome.Faults.Count));
    }
}
