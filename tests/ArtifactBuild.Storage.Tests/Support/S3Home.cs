using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.Faults;
using ArtifactBuild.Storage.S3;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Stores on a server that speaks S3. Its address says which, so the process's variables never change.</summary>
internal sealed class S3Home(TestServerKind kind) : ServerHome(kind)
{
    public override bool ETagsFollowBytes => true;

    public override ErrorBody ErrorBody => ErrorBody.S3;

    public override bool IsPart(ProxiedRequest request) => request.Query.Contains("partNumber=", StringComparison.Ordinal);

    public override bool IsCompletion(ProxiedRequest request) =>
        request.Method == "POST" && request.Query.Contains("uploadId=", StringComparison.Ordinal);

    public override async Task<IObjectStore> OpenAsync(string address, Uri endpoint, RemoteOptions options)
    {
        foreach ((string name, string value) in (await Server).Environment)
            Environment.SetEnvironmentVariable(name, value);
        return ObjectStores.Open(AddressAt(address, endpoint), options);
    }

    public override string AddressAt(string address, Uri endpoint)
    {
        string own = Uri.EscapeDataString(S3Address.Parse(address).Endpoint!.AbsoluteUri.TrimEnd('/'));
        return address.Replace(own, Uri.EscapeDataString(endpoint.AbsoluteUri.TrimEnd('/')), StringComparison.Ordinal);
    }

    public override IReadOnlyDictionary<string, string> WrongCredentials(string secret) =>
        new Dictionary<string, string>(Variables) { ["AWS_SECRET_ACCESS_KEY"] = secret };

    public override async Task<string[]> LeftoversAsync(string address)
    {
        S3Address place = S3Address.Parse(address);
        IReadOnlyDictionary<string, string> account = Variables;
        using var client = new AmazonS3Client(
            new BasicAWSCredentials(account["AWS_ACCESS_KEY_ID"], account["AWS_SECRET_ACCESS_KEY"]),
            new AmazonS3Config { ServiceURL = place.Endpoint!.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        ListMultipartUploadsResponse uploads = await client.ListMultipartUploadsAsync(
            new ListMultipartUploadsRequest { BucketName = place.Bucket, Prefix = place.Prefix + "/" });
        return [.. (uploads.MultipartUploads ?? []).Select(upload => upload.Key)];
    }
}
