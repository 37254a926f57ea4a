using System.Net.Sockets;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Remote;

/// <summary>How often a request is tried, when, and what is told in the end.</summary>
[TestClass]
public sealed class RetryTests
{
    private static readonly RemoteOptions Options = new()
    {
        MaxAttempts = 4,
        FirstPause = TimeSpan.FromMilliseconds(5),
        MaxPause = TimeSpan.FromMilliseconds(50),
        IdleTimeout = TimeSpan.FromMinutes(2),
    };

    // Longer than any pause, and shorter than the idleness.
    private static readonly TimeSpan AllPauses = TimeSpan.FromMinutes(1);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public async Task What_may_pass_is_tried_again(int failures)
    {
        await using var store = new ScriptedStore(Options);
        store.Before = Failing(failures, () => ScriptedStore.Fails());
        Assert.IsNull(await store.HeadAsync("k", Token));
        Assert.HasCount(failures + 1, store.Calls);
    }

    [TestMethod]
    public async Task What_never_passes_is_told_after_the_last_try()
    {
        await using var store = new ScriptedStore(Options);
        store.Before = Failing(int.MaxValue, () => ScriptedStore.Fails());
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreUnavailable, () => store.HeadAsync("a/k", Token));
        Assert.HasCount(4, store.Calls);
        Assert.AreEqual(
            "The registry fake://bucket could not be used at “a/k”: the server fell over. It was tried 4 times. Check the network, and try again.",
            failure.Message);
    }

    [TestMethod]
    public async Task What_will_not_pass_is_told_at_once()
    {
        await using var store = new ScriptedStore(Options);
        store.Before = Failing(int.MaxValue, () => ScriptedStore.Fails(transient: false));
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => store.HeadAsync("k", Token));
        Assert.HasCount(1, store.Calls);
    }

    [TestMethod]
    public async Task A_refusal_names_the_variables_and_nothing_that_the_library_wrote()
    {
        await using var store = new ScriptedStore(Options);
        store.Before = Failing(int.MaxValue, () => new FormatException("signature canary-7f3a9c does not match"));
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreDenied, () => store.HeadAsync("k", Token));
        Assert.Contains("Set FAKE_KEY.", failure.Message);
        Assert.DoesNotContain("canary", failure.ToString());
        Assert.HasCount(1, store.Calls);
    }

    [TestMethod]
    public async Task A_broken_connection_is_tried_again_and_told_without_the_text_of_the_system()
    {
        await using var store = new ScriptedStore(Options);
        store.Before = Failing(int.MaxValue, () => new HttpRequestException("canary", new IOException("canary", new SocketException(104))));
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreUnavailable, () => store.HeadAsync("k", Token));
        Assert.HasCount(4, store.Calls);
        Assert.DoesNotContain("canary", failure.ToString());
    }

    [TestMethod]
    public async Task A_defect_stays_loud_and_is_not_tried_again()
    {
        await using var store = new ScriptedStore(Options);
        var defect = new InvalidOperationException("a defect");
        store.Before = Failing(int.MaxValue, () => defect);
        Assert.AreSame(defect, await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => store.HeadAsync("k", Token)));
        Assert.HasCount(1, store.Calls);
    }

    [TestMethod]
    public async Task The_pause_that_the_server_asks_for_is_kept_and_never_longer_than_the_longest()
    {
        await using var store = new ScriptedStore(
            Options with { MaxAttempts = 3, MaxPause = TimeSpan.FromMilliseconds(600), Clock = new TestClock(AllPauses) });
        int failed = 0;
        store.Before = (_, _) => ++failed switch
        {
            1 => throw ScriptedStore.Fails(retryAfter: TimeSpan.FromMilliseconds(300)),
            2 => throw ScriptedStore.Fails(retryAfter: TimeSpan.FromHours(1)),
            _ => Task.CompletedTask,
        };
        Assert.IsNull(await store.HeadAsync("k", Token));
        CollectionAssert.AreEqual(new[] { TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(600) }, Pauses(store.Times));
    }

    [TestMethod]
    public async Task Pauses_grow_differ_and_have_an_end()
    {
        RemoteOptions options = Options with { MaxAttempts = 6, FirstPause = TimeSpan.FromMilliseconds(20), MaxPause = TimeSpan.FromMilliseconds(200) };
        TimeSpan[][] runs = await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
        {
            await using var store = new ScriptedStore(options with { Clock = new TestClock(AllPauses) });
            store.Before = Failing(int.MaxValue, () => ScriptedStore.Fails());
            await Assert.ThrowsAsync<ArtifactException>(() => store.HeadAsync("k", Token));
            return Pauses(store.Times);
        }));

        Assert.IsTrue(runs.All(pauses => pauses.Length == 5));
        // Each pause is drawn by lot; the median hardly is.
        double[] medians = [.. Enumerable.Range(0, 5).Select(i => runs.Select(pauses => pauses[i].TotalMilliseconds).Order().ElementAt(12))];
        Assert.IsInRange(5, 60, medians[0], "the first pause");
        Assert.IsGreaterThan(2 * medians[0], medians[4]);
        Assert.IsLessThanOrEqualTo(200, runs.Max(pauses => pauses.Max()).TotalMilliseconds, "the longest pause");
        Assert.IsGreaterThan(12, runs.Select(pauses => Math.Round(pauses[3].TotalMilliseconds)).Distinct().Count(), "they all wait for the same time");
    }

    [TestMethod]
    public async Task Idleness_ends_a_try_and_is_tried_again()
    {
        var clock = new TestClock(AllPauses);
        await using var store = new ScriptedStore(Options with { Clock = clock });
        int calls = 0;
        store.Before = (_, token) => ++calls == 1 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;

        Task<ObjectInfo?> head = store.HeadAsync("k", Token);
        await clock.IsWaitedForAsync(Options.IdleTimeout);
        clock.Advance(Options.IdleTimeout - TimeSpan.FromMilliseconds(1));
        Assert.IsFalse(head.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.IsNull(await head);
        Assert.HasCount(2, store.Calls);
    }

    [TestMethod]
    public async Task A_caller_who_cancels_is_obeyed_in_a_request_and_in_a_pause()
    {
        var pause = TimeSpan.FromMinutes(1);
        var clock = new TestClock();
        await using var store = new ScriptedStore(Options with { MaxPause = pause, Clock = clock });
        foreach ((TimeSpan wait, Func<string, CancellationToken, Task> before) in new (TimeSpan, Func<string, CancellationToken, Task>)[]
        {
            (Options.IdleTimeout, (_, token) => Task.Delay(Timeout.Infinite, token)),
            (pause, (_, _) => throw ScriptedStore.Fails(retryAfter: pause)),
        })
        {
            store.Before = before;
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task head = store.HeadAsync("k", cancel.Token);
            await clock.IsWaitedForAsync(wait);
            await cancel.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => head);
        }
    }

    [TestMethod]
    public async Task What_breaks_because_the_caller_cancels_is_a_cancellation()
    {
        await using var store = new ScriptedStore(Options);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        // What a socket says when its request is cancelled depends on where it was.
        store.Before = (_, _) =>
        {
            cancel.Cancel();
            throw new IOException("aborted");
        };
        await Assert.ThrowsAsync<OperationCanceledException>(() => store.HeadAsync("k", cancel.Token));
        Assert.HasCount(1, store.Calls);
    }

    private static Func<string, CancellationToken, Task> Failing(int times, Func<Exception> failure)
    {
        int failed = 0;
        return (_, _) => Interlocked.Increment(ref failed) <= times ? throw failure() : Task.CompletedTask;
    }

    private static TimeSpan[] Pauses(TimeSpan[] times) => [.. times.Skip(1).Zip(times, (next, before) => next - before)];
}
