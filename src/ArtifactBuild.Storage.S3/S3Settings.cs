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

    /// <summary>Of a registry: what its address does not say, the environment and the profile do.</summary>
    /// <exception cref="StoreFailureException">There is no region.</exception>
    public static S3Settings OfRegistry(S3Address address)
    {
        string? own = address.Endpoint?.AbsoluteUri;
        string? endpoint = own ?? ConfiguredEndpoint();
        string? region = address.Region ?? ConfiguredRegion(askMachine: endpoint is null) ?? (endpoint is null ? null : DefaultRegion);
        // A server that only the environment knows has rarely a name for each bucket; AWS's own tools think so too.
        return region is null
            ? throw new StoreFailureException(new StoreFailure(
                ArtifactCodes.StoreAccess, "no region is known; set AWS_REGION, or write ?region=… in the address."))
            : new S3Settings(endpoint, region, address.PathStyle || (own is null && endpoint is not null));
    }

    /// <summary>Of references: the environment and the profile say everything but a region that was found out.</summary>
    public static S3Settings OfReferences(string? region)
    {
        // W&B's own variable comes last.
        string? endpoint = ConfiguredEndpoint() ?? Variable("AWS_S3_ENDPOINT_URL");
        return new S3Settings(endpoint, region ?? ConfiguredRegion(askMachine: false) ?? DefaultRegion, endpoint is not null);
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

    // The library reads AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL and the profile, unless it is told to ignore them.
    private static string? ConfiguredEndpoint() => new AmazonS3Config().ServiceURL;

    private static string? ConfiguredRegion(bool askMachine) => Variable("AWS_REGION")
        ?? Variable("AWS_DEFAULT_REGION")
        ?? FallbackRegionFactory.GetRegionEndpoint(askMachine)?.SystemName;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
