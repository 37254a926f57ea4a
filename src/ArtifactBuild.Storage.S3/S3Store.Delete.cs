using System.Globalization;
using System.Net;

namespace ArtifactBuild.Storage.S3;

// Deleting. Amazon's conditional deletes need one request and no more. Look-alikes may ignore the condition, may call it fulfilled
// when there is no object, and Ceph looks at the condition first and deletes whatever is there a moment later.
internal sealed partial class S3Store
{
    // Ceph's own condition, which is decided in the same step as the deletion. It counts whole seconds.
    private const string CephGuard = "x-amz-delete-if-unmodified-since";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    protected override async Task<bool> DeleteOnceAsync(string name, string? ifMatch, CancellationToken cancellationToken)
    {
        S3Call call = new S3Call(HttpMethod.Delete, Bucket, name).If("If-Match", ifMatch);
        if (ifMatch is not null && _connection.IsAmazon)
            return await SendDeleteAsync(call, cancellationToken).ConfigureAwait(false);
        using S3Answer head = await _connection.SendAsync(new S3Call(HttpMethod.Head, Bucket, name), cancellationToken).ConfigureAwait(false);
        if (head.Status == HttpStatusCode.NotFound)
            return false;
        if (!head.IsSuccess)
            throw S3Failures.Of(head);
        ObjectInfo present = head.Describe(name);
        if (ifMatch is not null && present.ETag != ifMatch)
            return false;
        bool isGuarded = ifMatch is not null && head.IsCeph;
        if (isGuarded)
        {
            await WaitForNextSecondAsync(present.LastModified, head.Time, cancellationToken).ConfigureAwait(false);
            call.Headers[CephGuard] = present.LastModified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        // Where the guard held the object back, Ceph says that it was deleted.
        return await SendDeleteAsync(call, cancellationToken).ConfigureAwait(false)
            && (!isGuarded || await HeadOnceAsync(name, cancellationToken).ConfigureAwait(false) is null);
    }

    /// <summary>Waits until whatever is written from now on has a later second than an object.</summary>
    private static Task WaitForNextSecondAsync(DateTimeOffset written, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        TimeSpan left = written + Second - (now ?? written);
        // Clocks of several gateways may differ a little; one that is far ahead is not worth waiting for.
        return left > TimeSpan.Zero && left < 5 * Second ? Task.Delay(left, cancellationToken) : Task.CompletedTask;
    }

    private async Task<bool> SendDeleteAsync(S3Call call, CancellationToken cancellationToken)
    {
        using S3Answer answer = await _connection.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess || (IsLost(answer) ? false : throw S3Failures.Of(answer));
    }
}
