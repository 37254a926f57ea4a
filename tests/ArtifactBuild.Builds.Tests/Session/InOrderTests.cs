using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Session;

[TestClass]
public sealed class InOrderTests
{
    [TestMethod]
    public async Task Of_several_failures_the_first_piece_is_the_one_that_counts()
    {
        var lastFailed = new Gate();
        ArtifactException failure = await Codes.AssertThrowsAsync("ART0001", () => InOrder.ForEachAsync(
            3,
            3,
            async (i, token) =>
            {
                if (i == 2)
                {
                    lastFailed.Open();
                    throw Failure(i);
                }

                await lastFailed.WaitAsync(token);
                throw Failure(i == 0 ? 1 : 9);
            },
            CancellationToken.None));
        Assert.AreEqual("ART0001", failure.Message);
    }

    [TestMethod]
    public async Task A_failure_cancels_what_comes_after_it_and_nothing_before_it()
    {
        var started = new Meeting(3);
        var cancelled = new Gate();
        bool isFirstDone = false;
        await Codes.AssertThrowsAsync("ART0001", () => InOrder.ForEachAsync(
            5,
            3,
            async (i, token) =>
            {
                Assert.IsLessThan(3, i, "it is not even begun");
                await started.JoinAsync(token);
                if (i == 1)
                    throw Failure(i);
                if (i == 2)
                {
                    token.Register(cancelled.Open);
                    await Task.Delay(Timeout.Infinite, token);
                }

                await cancelled.WaitAsync(token);
                isFirstDone = true;
            },
            CancellationToken.None));
        Assert.IsTrue(isFirstDone);
    }

    [TestMethod]
    public async Task A_cancel_is_a_cancel_whatever_failed()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() => InOrder.ForEachAsync(
            2,
            2,
            async (i, token) =>
            {
                await cancel.CancelAsync();
                throw Failure(i);
            },
            cancel.Token));
    }

    [TestMethod]
    public async Task A_defect_is_loud() =>
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => InOrder.ForEachAsync(2, 2, (_, _) => throw new InvalidOperationException(), CancellationToken.None));

    private static ArtifactException Failure(int piece) => new($"ART000{piece}", $"ART000{piece}");
}
