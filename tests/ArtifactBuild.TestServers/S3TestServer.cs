using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace ArtifactBuild.TestServers;

/// <summary>A server that speaks S3.</summary>
internal sealed class S3TestServer : TestServer
{
    private const string Region = "us-east-1";

    // Names no one else has, so that a client which finds other credentials on the machine is found out. One account for all servers of
    // a process, which has one environment.
    private static readonly string AccessKey = $"test{Guid.NewGuid():N}"[..20];
    private static readonly string SecretKey = $"{Guid.NewGuid():N}";

    private readonly ServerInstance _instance;
    private readonly AmazonS3Client _client;

    private S3TestServer(TestServerKind kind, ServerInstance instance)
        : base(kind, instance.Endpoint)
    {
        _instance = instance;
        var configuration = new AmazonS3Config { ServiceURL = Endpoint.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = Region };
        _client = new AmazonS3Client(new BasicAWSCredentials(AccessKey, SecretKey), configuration);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> ProcessIds => _instance.ProcessIds;

    /// <summary>Starts a server.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="script">Its script.</param>
    /// <param name="ports">How many ports it needs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A server that answers.</returns>
    public static async Task<TestServer> StartAsync(TestServerKind kind, string script, int ports, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = AccessKey, ["AWS_SECRET_ACCESS_KEY"] = SecretKey };
        return new S3TestServer(kind, await ServerInstance.StartAsync(script, ports, variables, cancellationToken));
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> EnvironmentAt(Uri endpoint) => new Dictionary<string, string>
    {
        ["AWS_ACCESS_KEY_ID"] = AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
        ["AWS_REGION"] = Region,
        // Else a client without credentials asks for those of a virtual machine, and waits for the answer.
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    /// <inheritdoc/>
    public override async Task<string> NewBucketAsync(bool versioned = false, Uri? endpoint = null, CancellationToken cancellationToken = default)
    {
        string bucket = NewBucketName();
        await _client.PutBucketAsync(bucket, cancellationToken);
        if (versioned)
        {
            var request = new PutBucketVersioningRequest
            {
                BucketName = bucket,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            };
            await _client.PutBucketVersioningAsync(request, cancellationToken);
        }

        string server = Uri.EscapeDataString((endpoint ?? Endpoint).AbsoluteUri.TrimEnd('/'));
        return $"s3://{bucket}/registry?endpoint={server}&path-style=true&region={Region}";
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _instance.DisposeAsync();
    }
}
