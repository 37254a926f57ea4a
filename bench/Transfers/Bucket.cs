using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using ArtifactBuild.TestServers;

namespace Transfers;

/// <summary>The bucket that all clients use, as the benchmark itself sees it: nothing here is measured.</summary>
internal sealed class Bucket : IDisposable
{
    public const long PartSize = 16 * 1024 * 1024;

    private const int Parallelism = 16;
    private const int KeysInDelete = 1000;

    private readonly AmazonS3Client _client;
    private readonly string _address;

    /// <param name="server">The server.</param>
    /// <param name="address">The address of a registry in the bucket.</param>
    public Bucket(TestServer server, string address)
    {
        _address = address;
        Name = new Uri(address).Host;
        var configuration = new AmazonS3Config
        {
            ServiceURL = server.Endpoint.AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = server.Environment["AWS_REGION"],
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        _client = new AmazonS3Client(
            new BasicAWSCredentials(server.Environment["AWS_ACCESS_KEY_ID"], server.Environment["AWS_SECRET_ACCESS_KEY"]), configuration);
    }

    public string Name { get; }

    /// <summary>The address of a registry below a prefix.</summary>
    public string Registry(string prefix) => _address.Replace("/registry?", $"/{prefix}?", StringComparison.Ordinal);

    public async Task UploadAsync(Workload workload, string prefix)
    {
        using var transfer = new TransferUtility(_client);
        await Parallel.ForEachAsync(workload.Files, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (file, token) =>
        {
            var request = new TransferUtilityUploadRequest { BucketName = Name, Key = $"{prefix}/{file.Path}", FilePath = file.FullPath, PartSize = PartSize };
            await transfer.UploadAsync(request, token);
        });
    }

    /// <summary>Whether the server holds the bytes of all files under their keys.</summary>
    public async Task<bool> HoldsAsync(Workload workload, Func<WorkloadFile, string> keyOf)
    {
        int wrong = 0;
        await Parallel.ForEachAsync(workload.Files, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (file, token) =>
        {
            using GetObjectResponse response = await _client.GetObjectAsync(Name, keyOf(file), token);
            byte[] hash = await SHA256.HashDataAsync(response.ResponseStream, token);
            if (Convert.ToHexStringLower(hash) != file.Sha256)
                Interlocked.Increment(ref wrong);
        });
        return wrong == 0;
    }

    public async Task DeleteAsync(string prefix)
    {
        List<KeyVersion> keys = [];
        await foreach (S3Object found in _client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Name, Prefix = prefix + "/" }).S3Objects)
            keys.Add(new KeyVersion { Key = found.Key });
        await Parallel.ForEachAsync(keys.Chunk(KeysInDelete), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (some, token) =>
            await _client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = Name, Objects = [.. some], Quiet = true }, token));
    }

    /// <summary>A URL that needs no signature any more.</summary>
    public string Sign(string key, HttpVerb verb, string? uploadId = null, int part = 0)
    {
        var request = new GetPreSignedUrlRequest { BucketName = Name, Key = key, Verb = verb, Expires = DateTime.UtcNow.AddHours(6), Protocol = Protocol.HTTP };
        if (uploadId is not null)
            (request.UploadId, request.PartNumber) = (uploadId, part);
        return _client.GetPreSignedURL(request);
    }

    public async Task<string> BeginPartsAsync(string key) =>
        (await _client.InitiateMultipartUploadAsync(Name, key)).UploadId;

    public async Task CompletePartsAsync(string key, string uploadId)
    {
        ListPartsResponse parts = await _client.ListPartsAsync(Name, key, uploadId);
        var request = new CompleteMultipartUploadRequest { BucketName = Name, Key = key, UploadId = uploadId };
        request.AddPartETags(parts.Parts.Select(part => new PartETag(part.PartNumber ?? 0, part.ETag)));
        await _client.CompleteMultipartUploadAsync(request);
    }

    public void Dispose() => _client.Dispose();
}
