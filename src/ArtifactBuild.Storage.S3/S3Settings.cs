using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>Where requests go, after address and environment had their say.</summary>
/// <param name="Endpoint">The server; nothing for Amazon's own.</param>
/// <param name="Region">The region, which is a part of every signature.</param>
/// <param name="PathStyle">Whether the bucket stands in the path of a request.</param>
internal sealed record S3Settings(string? Endpoint, string Region, bool PathStyle)
{
    // What look-alikes of S3 expect when nobody says something else.
    private const string DefaultRegion = "us-east-1";

    /// <summary>Asks the environment and the profile for what is not given.</summary>
    /// <param name="endpoint">The server, if the caller knows it.</param>
    /// <param name="region">The region, if the caller knows it.</param>
    /// <param name="pathStyle">Whether the bucket stands in the path of a request.</param>
    /// <param name="lastResort">An environment variable that names the server when nothing else does.</param>
    /// <exception cref="StoreFailureException">There is no region.</exception>
    public static S3Settings Find(string? endpoint, string? region, bool pathStyle, string? lastResort = null)
    {
        // The library reads AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL and the profile, unless it is told to ignore them.
        endpoint ??= new AmazonS3Config().ServiceURL ?? (lastResort is null ? null : Variable(lastResort));
        region ??= Variable("AWS_REGION")
            ?? Variable("AWS_DEFAULT_REGION")
            ?? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: endpoint is null)?.SystemName
            ?? (endpoint is null ? null : DefaultRegion);
        return region is null
            ? throw new StoreFailureException(new StoreFailure(
                ArtifactCodes.StoreAccess, "no region is known; set AWS_REGION, or write ?region=… in the address."))
            : new S3Settings(endpoint, region, pathStyle);
    }

    /// <summary>The settings of the library's client. What we do ourselves is switched off there.</summary>
    public AmazonS3Config ToConfig(HttpClientFactory clients)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = PathStyle,
            HttpClientFactory = clients,
            MaxErrorRetry = 0,
            ThrottleRetries = false,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        if (Endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
            return config;
        }

        config.ServiceURL = Endpoint;
        config.AuthenticationRegion = Region;
        // Many look-alikes do not know the checksums that the library adds by itself.
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return config;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
