using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Remote;

/// <summary>Writes whose answers are lost, and uploads in parts.</summary>
[TestClass]
public sealed class UploadTests
{
    private const long Large = (33L * 1024 * 1024) + 5;

    private static readonly RemoteOptions Options = new()
    {
        MaxAttempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(1),
        MaxPause = TimeSpan.FromMilliseconds(10),
        IdleTimeout = TimeSpan.FromMinutes(2),
    };

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task A_write_that_was_carried_out_unseen_is_found_to_be_ours()
    {
        await using var store = new ScriptedStore(Options);
        store.After = FailingOnce("PUT", mayHaveHappened: true);
        ObjectInfo? written = await store.PutAsync("k", UploadSource.Of([1, 2, 3]), PutCondition.IfAbsent, Token);
        Assert.AreEqual(store.Table["team/registry/k"].Info with { Key = "k" }, written);
        CollectionAssert.AreEqual(new[] { "PUT team/registry/k", "PUT team/registry/k", "GET team/registry/k +" }, store.Calls);
    }

    [TestMethod]
    public async Task A_write_that_came_too_late_is_another_s_however_unsure_it_was()
    {
        await using var store = new ScriptedStore(Options);
        await store.PutAsync("k", UploadSource.Of([1, 2, 4]), PutCondition.IfAbsent, Token);
        store.After = FailingOnce("PUT", mayHaveHappened: true);
        Assert.IsNull(await store.PutAsync("k", UploadSource.Of([1, 2, 3]), PutCondition.IfAbsent, Token));
        store.After = FailingOnce("PUT", mayHaveHappened: true);
        Assert.IsNull(await store.PutAsync("k", UploadSource.Of([1, 2]), PutCondition.IfAbsent, Token));
    }

    [TestMethod]
    public async Task A_lost_write_is_not_looked_at_when_no_try_can_have_succeeded()
    {
        await using var store = new ScriptedStore(Options);
        await store.PutAsync("k", UploadSource.Of([1]), PutCondition.IfAbsent, Token);
        store.Before = (call, _) => store.Calls.Length == 2 ? throw ScriptedStore.Fails(mayHaveHappened: false) : Task.CompletedTask;
        Assert.IsNull(await store.PutAsync("k", UploadSource.Of([1]), PutCondition.IfAbsent, Token));
        Assert.HasCount(3, store.Calls);
    }

    [TestMethod]
    public async Task A_deletion_that_was_carried_out_unseen_is_ours()
    {
        await using var store = new ScriptedStore(Options);
        await store.PutAsync("k", UploadSource.Of([1]), PutCondition.IfAbsent, Token);
        store.After = FailingOnce("DELETE", mayHaveHappened: true);
        Assert.IsTrue(await store.DeleteAsync("k", "e1", Token));
    }

    [TestMethod]
    public async Task Content_is_opened_again_for_each_try()
    {
        await using var store = new ScriptedStore(Options);
        store.Before = FailingOnceBefore("PUT");
        byte[] bytes = TestContent.Random(1, 100_000);
        await store.PutAsync("k", new PromisedContent(bytes, bytes), PutCondition.IfAbsent, Token);
        CollectionAssert.AreEqual(bytes, store.Table["team/registry/k"].Bytes);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Large_contents_go_in_parts_and_each_part_is_tried_by_itself(bool inParallel)
    {
        await using var store = new ScriptedStore(Options) { InParallel = inParallel };
        store.Before = FailingOnceBefore("PART 1");
        var content = new GeneratedContent(1, Large);

        Assert.IsNotNull(await store.PutAsync("k", content, PutCondition.IfAbsent, Token));

        await content.AssertSameAsync(new MemoryStream(store.Table["team/registry/k"].Bytes));
        string[] calls = inParallel ? [.. store.Calls.Order(StringComparer.Ordinal)] : store.Calls;
        CollectionAssert.AreEqual(
            inParallel
                ? ["BEGIN team/registry/k", "COMPLETE team/registry/k", "PART 0", "PART 1", "PART 1", "PART 2"]
                : new[] { "BEGIN team/registry/k", "PART 0", "PART 1", "PART 1", "PART 2", "COMPLETE team/registry/k" },
            calls);
    }

    [TestMethod]
    public async Task Parts_are_never_more_than_there_may_be_requests()
    {
        await using var store = new ScriptedStore(Options with { MaxConnections = 2 });
        using var together = new SemaphoreSlim(0);
        int now = 0, most = 0;
        store.Before = async (call, token) =>
        {
            int count = Interlocked.Increment(ref now);
            InterlockedMax(ref most, count);
            // The first two wait for each other, and all give a third one the time to come.
            if (call is "PART 0" or "PART 1")
                await (count == 2 ? Task.FromResult(together.Release()) : together.WaitAsync(token));
            await Task.Delay(20, token);
            Interlocked.Decrement(ref now);
        };
        await store.PutAsync("k", new GeneratedContent(1, 6L * UploadSource.PartAlignment), PutCondition.IfAbsent, Token);
        Assert.AreEqual(2, most);
    }

    [TestMethod]
    public async Task Parts_whose_condition_fails_or_that_can_t_be_sent_are_thrown_away()
    {
        await using var store = new ScriptedStore(Options);
        await store.PutAsync("k", UploadSource.Of([1]), PutCondition.IfAbsent, Token);
        Assert.IsNull(await store.PutAsync("k", new GeneratedContent(1, Large), PutCondition.IfAbsent, Token));
        Assert.AreEqual("ABORT", store.Calls[^1]);

        store.Before = (call, _) => call == "PART 2" ? throw ScriptedStore.Fails() : Task.CompletedTask;
        await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreUnavailable, () => store.PutAsync("k2", new GeneratedContent(1, Large), PutCondition.IfAbsent, Token));
        Assert.AreEqual("ABORT", store.Calls[^1]);
        Assert.HasCount(1, store.Table);
    }

    [TestMethod]
    public async Task A_completion_that_was_carried_out_unseen_is_found_to_be_ours()
    {
        await using var store = new ScriptedStore(Options);
        store.After = FailingOnce("COMPLETE", mayHaveHappened: true);
        Assert.IsNotNull(await store.PutAsync("k", new GeneratedContent(1, Large), PutCondition.IfAbsent, Token));
        Assert.AreEqual("GET team/registry/k +", store.Calls[^1]);
    }

    [TestMethod]
    public async Task Throwing_parts_away_does_not_keep_who_cancels_waiting_and_hides_no_error()
    {
        var clock = new TestClock(Options.MaxPause);
        await using var store = new ScriptedStore(Options with { Clock = clock });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        store.Before = (call, token) =>
        {
            if (call == "PART 1")
                cancel.Cancel();
            if (call == "ABORT")
                clock.Advance(TimeSpan.FromSeconds(1));
            return call is "PART 1" or "ABORT" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        };
        // A second after it began nobody waits any more.
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => store.PutAsync("k", new GeneratedContent(1, Large), PutCondition.IfAbsent, cancel.Token).WaitAsync(TestClock.Patience, CancellationToken.None));

        store.Before = (call, _) => call is "PART 1" or "ABORT" ? throw ScriptedStore.Fails(transient: false) : Task.CompletedTask;
        await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreAccess, () => store.PutAsync("k", new GeneratedContent(1, Large), PutCondition.IfAbsent, Token));
    }

    [TestMethod]
    public async Task Content_that_changed_is_told_as_it_is_and_not_tried_again()
    {
        await using var store = new ScriptedStore(Options);
        byte[] promised = TestContent.Random(1, (int)Large);
        byte[] actual = [.. promised];
        actual[20_000_000] ^= 1;
        await Codes.AssertThrowsAsync(
            ArtifactCodes.SourceChanged, () => store.PutAsync("k", new PromisedContent(promised, actual), PutCondition.IfAbsent, Token));
        Assert.DoesNotContain("PART 1", store.Calls);
        Assert.AreEqual("ABORT", store.Calls[^1]);
        Assert.IsEmpty(store.Table);
    }

    [TestMethod]
    public async Task A_list_has_all_pages_and_keys_without_the_prefix()
    {
        await using var store = new ScriptedStore(Options) { PageSize = 2 };
        for (int i = 0; i < 5; i++)
            await store.PutAsync($"a/{i}", UploadSource.Of([1]), PutCondition.IfAbsent, Token);
        store.Table["team/registry0/x"] = ([1], new ObjectInfo("team/registry0/x", 1, "e", default));
        store.Before = FailingOnceBefore("LIST team/registry/a/ 2");
        string[] keys = await store.ListAsync("a/", Token).Select(info => info.Key).ToArrayAsync(Token);
        CollectionAssert.AreEqual(new[] { "a/0", "a/1", "a/2", "a/3", "a/4" }, keys);
        Assert.AreEqual(5, await store.ListAsync("", Token).CountAsync(Token));
    }

    private static Func<string, Task> FailingOnce(string word, bool mayHaveHappened)
    {
        int failed = 0;
        return call => call.StartsWith(word, StringComparison.Ordinal) && Interlocked.Increment(ref failed) == 1
            ? throw ScriptedStore.Fails(mayHaveHappened: mayHaveHappened)
            : Task.CompletedTask;
    }

    private static Func<string, CancellationToken, Task> FailingOnceBefore(string word)
    {
        int failed = 0;
        return (call, _) => call.StartsWith(word, StringComparison.Ordinal) && Interlocked.Increment(ref failed) == 1
            ? throw ScriptedStore.Fails()
            : Task.CompletedTask;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
