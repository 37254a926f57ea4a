using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Faults;

// What may pass is tried again, as often as is allowed and not before the server wants it; what will not pass is told at once.
public abstract partial class FaultConformance
{
    [TestMethod]
    [DataRow(500)]
    [DataRow(502)]
    [DataRow(503)]
    [DataRow(504)]
    [DataRow(429)]
    [DataRow(408)]
    public async Task A_refusal_that_may_pass_is_tried_again(int status)
    {
        var content = new GeneratedContent(1, 100_000);
        FaultScript script = FaultScript.None;
        foreach (Func<ProxiedRequest, bool> kind in (Func<ProxiedRequest, bool>[])[Server.IsWrite, IsHead, IsList, IsDelete])
            script = script.ThenOn(kind, Fault.Answer(status, body: Server.ErrorBody), times: 2);
        await using Proxied broken = await OpenAsync(script, Options);

        await AssertStoredAsync(content, await broken.Store.PutAsync(Target, content, PutCondition.IfAbsent, Token));
        Assert.IsNotNull(await broken.Store.HeadAsync(Target, Token));
        await using (StoredObject? read = await broken.Store.GetAsync(Target, null, Token))
            await content.AssertSameAsync(read!.Content);
        Assert.AreEqual(1, await broken.Store.ListAsync("", Token).CountAsync(Token));
        Assert.IsTrue(await broken.Store.DeleteAsync(Target, null, Token));
        Assert.IsGreaterThanOrEqualTo(7, broken.Faults.Count);
    }

    [TestMethod]
    public async Task The_pause_that_a_server_asks_for_is_kept()
    {
        await CreateAsync(Target, "x");
        TestClock clock = WithoutPauses();
        await using Proxied broken = await OpenAsync(
            FaultScript.On(IsHead, Fault.Answer(503, TimeSpan.FromSeconds(1), Server.ErrorBody)), Options with { Clock = clock });
        DateTimeOffset start = clock.GetUtcNow();
        Assert.IsNotNull(await broken.Store.HeadAsync(Target, Token));
        Assert.AreEqual(TimeSpan.FromSeconds(1), clock.GetUtcNow() - start);
        Assert.HasCount(1, broken.Faults);
    }

    [TestMethod]
    public async Task A_pause_that_is_too_long_is_cut_short()
    {
        await CreateAsync(Target, "x");
        TestClock clock = WithoutPauses();
        await using Proxied broken = await OpenAsync(
            FaultScript.On(IsRead, Fault.Answer(429, TimeSpan.FromMinutes(10), Server.ErrorBody)), Options with { Clock = clock });
        DateTimeOffset start = clock.GetUtcNow();
        await using StoredObject? read = await broken.Store.GetAsync(Target, null, Token);
        Assert.AreEqual("x", await TextAsync(read!));
        Assert.AreEqual(Options.MaxPause, clock.GetUtcNow() - start);
    }

    [TestMethod]
    public async Task What_never_passes_is_given_up_after_the_last_try()
    {
        await CreateAsync(Target, "x");
        await using Proxied broken = await OpenAsync(
            request => IsHead(request) || Server.IsWrite(request), Fault.Answer(503, body: Server.ErrorBody), times: 1000);
        foreach (Func<Task> work in (Func<Task>[])[
            () => broken.Store.GetAsync(Target, null, Token),
            () => broken.Store.PutAsync("other", UploadSource.Of([1]), PutCondition.IfAbsent, Token)])
        {
            int before = broken.Faults.Count;
            ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreUnavailable, work);
            Assert.AreEqual(Options.MaxAttempts, broken.Faults.Count - before, "the number of tries");
            Assert.Contains($"It was tried {Options.MaxAttempts} times", failure.Message);
            Assert.Contains("503", failure.Message);
        }

        CollectionAssert.AreEqual(new[] { Target }, await KeysAsync(""));
    }

    [TestMethod]
    [DataRow(400, ArtifactCodes.StoreAccess)]
    [DataRow(401, ArtifactCodes.StoreDenied)]
    [DataRow(403, ArtifactCodes.StoreDenied)]
    [DataRow(405, ArtifactCodes.StoreAccess)]
    [DataRow(501, ArtifactCodes.StoreAccess)]
    public async Task What_will_not_pass_is_told_at_once(int status, string code)
    {
        await CreateAsync(Target, "x");
        await using Proxied broken = await OpenAsync(
            request => IsHead(request) || Server.IsWrite(request), Fault.Answer(status), times: 1000);
        foreach (Func<Task> work in (Func<Task>[])[
            () => broken.Store.GetAsync(Target, null, Token),
            () => broken.Store.PutAsync("other", UploadSource.Of([1]), PutCondition.IfAbsent, Token)])
        {
            int before = broken.Faults.Count;
            ArtifactException failure = await Codes.AssertThrowsAsync(code, work);
            Assert.AreEqual(1, broken.Faults.Count - before, "the number of tries");
            Assert.Contains($"{status}", failure.Message);
        }
    }

    [TestMethod]
    [DataRow(Refusal.Refuse)]
    [DataRow(Refusal.Drop)]
    public async Task A_server_that_is_away_for_a_moment_is_waited_for(Refusal refusal)
    {
        await CreateAsync(Target, "x");
        RemoteOptions patient = Options with { MaxAttempts = 9, FirstPause = TimeSpan.FromMilliseconds(50) };
        await using Proxied broken = await OpenAsync(
            FaultScript.On(IsHead, Fault.Refuse(TimeSpan.FromMilliseconds(300), refusal)), patient);
        Assert.IsNotNull(await broken.Store.HeadAsync(Target, Token));
        Assert.HasCount(1, broken.Faults);
    }

    [TestMethod]
    public async Task A_server_that_swallows_a_request_is_asked_again()
    {
        await CreateAsync(Target, "x");
        TestClock clock = WithoutPauses();
        await using Proxied broken = await OpenAsync(FaultScript.On(IsHead, Fault.Swallow()), Options with { Clock = clock });
        Task<ObjectInfo?> head = broken.Store.HeadAsync(Target, Token);
        await broken.FaultAsync();
        Assert.IsFalse(head.IsCompleted);
        clock.Advance(Options.IdleTimeout);
        Assert.IsNotNull(await head);
    }

    [TestMethod]
    public async Task An_answer_that_is_late_is_waited_for()
    {
        await CreateAsync(Target, "x");
        await using Proxied late = await OpenAsync(IsHead, Fault.Delay(TimeSpan.FromSeconds(1)));
        Assert.IsNotNull(await late.Store.HeadAsync(Target, Token));
        Assert.HasCount(1, late.Requests);
    }
}
