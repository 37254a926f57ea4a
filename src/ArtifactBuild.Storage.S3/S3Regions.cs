using System.Collections.Concurrent;
using System.Net;

namespace ArtifactBuild.Storage.S3;

/// <summary>
/// The connections of references, one for each region: a URI does not say where its bucket is, but S3's first refusal does.
/// </summary>
/// <param name="options">How servers are used.</param>
/// <param name="settings">Where requests go, given the region if it is known.</param>
/// <param name="credentials">Makes the credentials of a connection.</param>
internal sealed class S3Regions(RemoteOptions options, Func<string?, S3Settings> settings, Func<S3Credentials> credentials) : IDisposable
{
    private readonly ConcurrentDictionary<string, string> _regionOf = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<S3Connection>> _connections = new(StringComparer.Ordinal);

    /// <summary>Sends a request to the region of its bucket.</summary>
    public async Task<S3Answer> SendAsync(S3Call call, CancellationToken cancellationToken)
    {
        S3Connection connection = ConnectionOf(call.Bucket);
        S3Answer answer = await connection.SendAsync(call, cancellationToken).ConfigureAwait(false);
        bool isElsewhere = answer.Status is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.BadRequest
            && connection.IsAmazon
            && answer.BucketRegion is string region
            && S3Failures.IsRegion(region)
            && region != connection.Region;
        if (!isElsewhere)
            return answer;
        using (answer)
            _regionOf[call.Bucket] = answer.BucketRegion!;
        return await ConnectionOf(call.Bucket).SendAsync(call, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The connection to the region of a bucket, as far as it is known.</summary>
    public S3Connection ConnectionOf(string bucket)
    {
        string region = _regionOf.GetValueOrDefault(bucket, "");
        return _connections.GetOrAdd(region, _ => new Lazy<S3Connection>(
            () => new S3Connection(() => settings(region.Length == 0 ? null : region), options, credentials()))).Value;
    }

    public void Dispose()
    {
        foreach (Lazy<S3Connection> connection in _connections.Values)
        {
            if (connection.IsValueCreated)
                connection.Value.Dispose();
        }
    }
}
