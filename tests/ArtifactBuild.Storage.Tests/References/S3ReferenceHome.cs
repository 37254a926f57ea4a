using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.S3;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Storage.Tests.References;

/// <summary>A bucket of Ceph's.</summary>
internal sealed class S3ReferenceHome : ReferenceHome
{
    private readonly BasicAWSCredentials _account;
    private readonly AmazonS3Client _client;
    private readonly string _bucket;

    private S3ReferenceHome(TestServer server, string bucket)
    {
        Endpoint = server.Endpoint;
        _bucket = bucket;
        _account = new BasicAWSCredentials(server.Environment["AWS_ACCESS_KEY_ID"], server.Environment["AWS_SECRET_ACCESS_KEY"]);
        _client = new AmazonS3Client(
            _account, new AmazonS3Config { ServiceURL = server.Endpoint.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
    }

    public override Uri Endpoint { get; }

    public override string? Variable => "AWS_ACCESS_KEY_ID";

    public override string MalformedUri => "s3:bucket/a";

    public static async Task<ReferenceHome> StartAsync()
    {
        TestServer server = await StoreHome.Ceph.Server;
        return new S3ReferenceHome(server, S3Address.Parse(await server.NewBucketAsync()).Bucket);
    }

    public override IReferenceHandler OpenAt(Uri endpoint) => new S3References(
        Quick, _ => new S3Settings(endpoint.AbsoluteUri, "us-east-1", PathStyle: true), () => new S3Credentials(_account));

    public override string UriOf(string name) => $"s3://{_bucket}/{name}";

    public override Task WriteAsync(string name, byte[] bytes) => _client.PutObjectAsync(
        new PutObjectRequest { BucketName = _bucket, Key = name, InputStream = new MemoryStream(bytes), UseChunkEncoding = false });

    public override Task DeleteAsync(string name) => _client.DeleteObjectAsync(_bucket, name);

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
