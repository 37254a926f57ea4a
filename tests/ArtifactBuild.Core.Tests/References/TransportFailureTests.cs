using System.Net.Sockets;
using System.Security.Authentication;
using ArtifactBuild.Core.Tests.References.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>What the exceptions of the network mean: which may pass, and which not.</summary>
[TestClass]
public class TransportFailureTests
{
    public static IEnumerable<object[]> Passing =>
    [
        // HttpClient lets this one through as it is when a connection is reset while it is being made.
        [new SocketException((int)SocketError.NotConnected)],
        [new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.ConnectionReset))],
        [new HttpRequestException(HttpRequestError.NameResolutionError, "x", new SocketException((int)SocketError.HostNotFound))],
        [new HttpRequestException("x", new IOException("y", new SocketException((int)SocketError.ConnectionAborted)))],
        [new HttpRequestException(HttpRequestError.InvalidResponse)],
        [new HttpIOException(HttpRequestError.ResponseEnded)],
        [new IOException("the stream broke")],
        [new TaskCanceledException("x", new TimeoutException())],
        [new OperationCanceledException()],
        [new TimeoutException()],
    ];

    [TestMethod]
    [DynamicData(nameof(Passing))]
    public async Task What_may_pass_is_tried_again(Exception failure)
    {
        StoreFailure? meaning = StoreFailure.OfTransport(failure);
        Assert.IsNotNull(meaning);
        Assert.IsTrue(meaning.IsTransient);
        Assert.AreEqual(ArtifactCodes.StoreUnavailable, meaning.Code);
        int tries = 0;
        int result = await new Retry(WebReference.Quick).RunAsync(
            _ => ++tries < 3 ? Task.FromException<int>(failure) : Task.FromResult(tries), static _ => null, CancellationToken.None);
        Assert.AreEqual(3, result);
    }

    [TestMethod]
    public void A_certificate_that_is_not_accepted_is_not_tried_again()
    {
        StoreFailure? meaning = StoreFailure.OfTransport(
            new HttpRequestException(HttpRequestError.SecureConnectionError, "x", new AuthenticationException("y")));
        Assert.IsFalse(meaning!.IsTransient);
    }

    [TestMethod]
    public async Task A_defect_stays_loud()
    {
        Assert.IsNull(StoreFailure.OfTransport(new InvalidOperationException("a defect")));
        int tries = 0;
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => new Retry(WebReference.Quick).RunAsync<int>(
            _ =>
            {
                tries++;
                throw new InvalidOperationException("a defect");
            },
            static _ => null,
            CancellationToken.None));
        Assert.AreEqual(1, tries);
    }

    [TestMethod]
    public async Task Who_cancels_gets_no_further_try()
    {
        using var cancel = new CancellationTokenSource();
        int tries = 0;
        await Assert.ThrowsAsync<OperationCanceledException>(() => new Retry(WebReference.Quick).RunAsync<int>(
            watch =>
            {
                tries++;
                cancel.Cancel();
                watch.Token.ThrowIfCancellationRequested();
                return Task.FromResult(0);
            },
            static _ => null,
            cancel.Token));
        Assert.AreEqual(1, tries);
    }
}
