using ArtifactBuild.Faults;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Storage.Tests.Faults;

// A write whose answer is lost may have happened: the result says the truth, and nothing happens twice.
public abstract partial class FaultConformance
{
    private const long Small = 200_000;
    private const long Large = (33L * MiB) + 5;

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task A_creation_that_was_carried_out_and_answered_with_an_error_was_ours(long size) =>
        await AssertCreatedAsync(size, Fault.Answer(500, body: Server.ErrorBody, afterForwarding: true));

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task A_creation_that_was_carried_out_before_the_connection_broke_was_ours(long size) =>
        await AssertCreatedAsync(size, Fault.CutResponse(FaultPoint.InHead(0)));

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task A_creation_that_was_carried_out_and_never_answered_was_ours(long size) =>
        await AssertCreatedAsync(size, Fault.Swallow());

    [TestMethod]
    [DataRow(Small, true)]
    [DataRow(Large, true)]
    [DataRow(Small, false)]
    [DataRow(Large, false)]
    public async Task A_swap_whose_answer_was_lost_was_ours(long size, bool answered)
    {
        ObjectInfo first = await CreateAsync(Target, "first");
        var content = new GeneratedContent(1, size);
        Fault fault = answered
            ? Fault.Answer(503, body: Server.ErrorBody, afterForwarding: true)
            : Fault.CutResponse(FaultPoint.InHead(10), CutEnding.Finish);
        await using Proxied broken = await OpenAsync(Makes(size), fault);

        ObjectInfo? written = await broken.Store.PutAsync(Target, content, PutCondition.IfMatch(first.ETag), Token);

        Assert.HasCount(1, broken.Faults);
        await AssertStoredAsync(content, written);
    }

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task A_creation_that_came_too_late_is_not_ours_whatever_happens_to_its_answer(long size)
    {
        ObjectInfo first = await CreateAsync(Target, "first");
        await using Proxied broken = await OpenAsync(Makes(size), Fault.Answer(500, body: Server.ErrorBody, afterForwarding: true));
        Assert.IsNull(await broken.Store.PutAsync(Target, new GeneratedContent(1, size), PutCondition.IfAbsent, Token));
        // A store may find out before it sends anything.
        Assert.IsLessThanOrEqualTo(1, broken.Faults.Count);
        AssertSame(first, await HeadAsync(Target));
        Assert.AreEqual("first", await TextAsync(Target));
    }

    [TestMethod]
    public async Task Of_two_writers_whose_answers_are_lost_one_wins()
    {
        for (int round = 0; round < 4; round++)
        {
            string key = $"{Target}/{round}";
            await using Proxied broken = await OpenAsync(
                Server.IsWrite, Fault.Answer(500, body: Server.ErrorBody, afterForwarding: true), times: 2);
            ObjectInfo?[] results = await RaceAsync(
                2, broken.Store, key, PutCondition.IfAbsent, writer => UploadSource.Of(Bytes($"round {key}, writer {writer}")));
            Assert.AreEqual($"round {key}, writer {SingleWinner(results)}", await TextAsync(key));
        }
    }

    [TestMethod]
    public async Task A_deletion_whose_answer_was_lost_was_ours()
    {
        ObjectInfo info = await CreateAsync(Target, "x");
        await using Proxied broken = await OpenAsync(IsDelete, Fault.Answer(500, body: Server.ErrorBody, afterForwarding: true));
        Assert.IsTrue(await broken.Store.DeleteAsync(Target, info.ETag, Token));
        Assert.HasCount(1, broken.Faults);
        Assert.IsNull(await Store.HeadAsync(Target, Token));
    }

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task A_body_that_is_cut_on_its_way_in_is_sent_again(long size) =>
        await AssertCreatedAsync(size, Fault.CutRequest(FaultPoint.InBody(size / 3)), request => request.HasBody && request.Method is "PUT" or "POST");

    [TestMethod]
    public async Task Only_the_part_that_broke_is_sent_again()
    {
        const long Parts = 80L * MiB;
        var content = new GeneratedContent(1, Parts);
        await using Proxied broken = await OpenAsync(Server.IsPart, Fault.Answer(503, body: Server.ErrorBody), times: 2);
        await AssertStoredAsync(content, await broken.Store.PutAsync(Target, content, PutCondition.IfAbsent, Token));
        Assert.HasCount(2, broken.Faults);
        long part = broken.Requests.Max(request => request.RequestBodyBytes);
        Assert.IsLessThan(Parts, part);
        Assert.IsInRange(Parts, Parts + (2 * part) + MiB, broken.Requests.Sum(request => request.RequestBodyBytes));
    }

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task An_upload_that_nobody_takes_can_be_cancelled_at_once_and_leaves_nothing(long size)
    {
        // On a clock that stands still nothing ends by itself.
        RemoteOptions options = Options with { Clock = new TestClock() };
        await using Proxied still = await OpenAsync(
            FaultScript.On(request => request.HasBody && request.Method is "PUT" or "POST", Fault.Swallow(forward: false), times: 1000), options);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<ObjectInfo?> upload = still.Store.PutAsync(Target, new GeneratedContent(1, size), PutCondition.IfAbsent, cancel.Token);
        await still.FaultAsync();

        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => upload.WaitAsync(TestClock.Patience, CancellationToken.None));

        await AssertNothingStoredAsync(Target, size);
    }

    private async Task AssertCreatedAsync(long size, Fault fault, Func<ProxiedRequest, bool>? on = null)
    {
        var content = new GeneratedContent(1, size);
        TestClock clock = WithoutPauses();
        await using Proxied broken = await OpenAsync(FaultScript.On(on ?? Makes(size), fault), Options with { Clock = clock });
        Task<ObjectInfo?> writing = broken.Store.PutAsync(Target, content, PutCondition.IfAbsent, Token);
        if (fault.Kind == FaultKind.Swallow)
        {
            await broken.FaultAsync();
            clock.Advance(Options.IdleTimeout);
        }

        ObjectInfo? written = await writing;
        Assert.HasCount(1, broken.Faults);
        await AssertStoredAsync(content, written);
    }

    /// <summary>The request that makes an object of that size.</summary>
    private Func<ProxiedRequest, bool> Makes(long size) => size == Small ? Server.IsWrite : Server.IsCompletion;
}
