using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Faults;

// A body that breaks off goes on where it broke.
public abstract partial class FaultConformance
{
    private const long Size = 8L * MiB;
    private const long BreaksAt = 5L * MiB;

    [TestMethod]
    public async Task A_body_that_is_cut_goes_on_where_it_broke() =>
        await AssertResumedAsync(Fault.CutResponse(FaultPoint.InBody(BreaksAt), CutEnding.Finish), sentTwice: 0);

    // What was on its way when the connection was reset is lost.
    [TestMethod]
    public async Task A_body_that_is_reset_goes_on_where_it_broke() =>
        await AssertResumedAsync(Fault.CutResponse(FaultPoint.InBody(BreaksAt), CutEnding.Reset), sentTwice: BreaksAt);

    [TestMethod]
    public async Task A_body_that_ends_early_goes_on_where_it_ended() =>
        await AssertResumedAsync(Fault.Truncate(FaultPoint.InBody(BreaksAt)), sentTwice: 0);

    [TestMethod]
    public async Task A_body_that_stands_still_is_given_up_and_goes_on()
    {
        TestClock clock = WithoutPauses();
        await AssertResumedAsync(Fault.Stall(FaultPoint.InBody(BreaksAt), TimeSpan.FromHours(1)), sentTwice: 0, clock, async body =>
        {
            while (body.Position < BreaksAt)
                await Task.Delay(5, Token);
            await clock.IsWaitedForAsync(Options.IdleTimeout);
            clock.Advance(Options.IdleTimeout);
        });
    }

    [TestMethod]
    public async Task A_body_may_break_often_when_it_goes_on_each_time()
    {
        var content = new GeneratedContent(1, Size);
        await Store.PutAsync(Target, content, PutCondition.IfAbsent, Token);
        // More often than a request is tried: each piece that comes is progress.
        const int Times = 7;
        await using Proxied broken = await OpenAsync(IsRead, Fault.CutResponse(FaultPoint.InBody(MiB), CutEnding.Finish), Times);

        await using (StoredObject? read = await broken.Store.GetAsync(Target, null, Token))
            await content.AssertSameAsync(read!.Content);

        Assert.HasCount(Times, broken.Faults);
        Assert.IsInRange(Size, Size + (MiB / 4), broken.BytesToClient);
    }

    [TestMethod]
    public async Task A_range_that_is_cut_or_shortened_goes_on_where_it_broke()
    {
        var content = new GeneratedContent(1, Size);
        await Store.PutAsync(Target, content, PutCondition.IfAbsent, Token);
        var range = new ByteRange(MiB, 6L * MiB);
        FaultScript script = FaultScript
            .On(IsRead, Fault.CutResponse(FaultPoint.InBody(2L * MiB), CutEnding.Finish))
            .ThenOn(IsRead, Fault.Shorten(FaultPoint.InBody(MiB)));
        await using Proxied broken = await OpenAsync(script, Options);

        await using (StoredObject? read = await broken.Store.GetAsync(Target, range, Token))
        {
            Assert.AreEqual(Size, read!.Info.Size);
            await content.AssertSameAsync(read.Content, range);
        }

        Assert.HasCount(2, broken.Faults);
        Assert.IsInRange(range.Length, range.Length + (MiB / 4), broken.BytesToClient);
    }

    [TestMethod]
    public async Task An_object_that_changed_meanwhile_is_not_continued_with_its_new_bytes()
    {
        ObjectInfo? old = await Store.PutAsync(Target, new GeneratedContent(1, Size), PutCondition.IfAbsent, Token);
        await using Proxied broken = await OpenAsync(IsRead, Fault.CutResponse(FaultPoint.InBody(BreaksAt), CutEnding.Finish));
        await using StoredObject? read = await broken.Store.GetAsync(Target, null, Token);
        await read!.Content.ReadExactlyAsync(new byte[10], Token);
        await Store.PutAsync(Target, new GeneratedContent(2, Size), PutCondition.IfMatch(old!.ETag), Token);

        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => read.Content.CopyToAsync(Stream.Null, Token));

        Assert.Contains("changed while it was read", failure.Message);
    }

    [TestMethod]
    public async Task What_is_slow_is_not_idle()
    {
        const long Slow = 30L * MiB;
        var content = new GeneratedContent(1, Slow);
        // Each way takes longer than nothing may move. What lies in buffers is sent unseen, so the way must not be much slower.
        await using Proxied slow = await OpenAsync(_ => true, Fault.Throttle(5L * MiB), times: 1000);
        Assert.IsNotNull(await slow.Store.PutAsync(Target, content, PutCondition.IfAbsent, Token));
        await using (StoredObject? read = await slow.Store.GetAsync(Target, null, Token))
            await content.AssertSameAsync(read!.Content);
        Assert.HasCount(1, slow.Requests.Where(request => request.Method == "GET").ToArray());
        Assert.HasCount(1, slow.Requests.Where(request => request.RequestBodyBytes >= Slow).ToArray());
    }

    [TestMethod]
    public async Task A_list_that_is_cut_is_whole_all_the_same()
    {
        string[] keys = [.. Enumerable.Range(0, 20).Select(i => $"list/{i}")];
        foreach (string key in keys)
            await CreateAsync(key, "x");
        await using Proxied broken = await OpenAsync(IsList, Fault.CutResponse(FaultPoint.Part(0.5)));
        string[] listed = await broken.Store.ListAsync("list/", Token).Select(info => info.Key).ToArrayAsync(Token);
        CollectionAssert.AreEquivalent(keys, listed);
        Assert.HasCount(1, broken.Faults);
    }

    [TestMethod]
    public async Task A_download_that_stands_still_can_be_cancelled_at_once()
    {
        await Store.PutAsync(Target, new GeneratedContent(1, Size), PutCondition.IfAbsent, Token);
        await using Proxied still = await OpenAsync(IsRead, Fault.Stall(FaultPoint.InBody(BreaksAt), TimeSpan.FromHours(1)));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using StoredObject? read = await still.Store.GetAsync(Target, null, cancel.Token);
        await read!.Content.ReadExactlyAsync(new byte[BreaksAt], cancel.Token);
        Task rest = read.Content.CopyToAsync(Stream.Null, cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => rest.WaitAsync(TestClock.Patience, CancellationToken.None));
    }

    private async Task AssertResumedAsync(Fault fault, long sentTwice, TestClock? clock = null, Func<Stream, Task>? meanwhile = null)
    {
        var content = new GeneratedContent(1, Size);
        await Store.PutAsync(Target, content, PutCondition.IfAbsent, Token);
        await using Proxied broken = await OpenAsync(FaultScript.On(IsRead, fault), Options with { Clock = clock ?? TimeProvider.System });

        await using (StoredObject? read = await broken.Store.GetAsync(Target, null, Token))
        {
            Task reading = content.AssertSameAsync(read!.Content);
            if (meanwhile is not null)
                await meanwhile(read.Content);
            await reading;
        }

        Assert.HasCount(1, broken.Faults);
        // The wire shows it: what had come was not asked for again.
        Assert.IsInRange(Size, Size + sentTwice + (MiB / 4), broken.BytesToClient);
    }
}
