using Amazon.Runtime.Endpoints;
using Amazon.S3.Model;
using ArtifactBuild.Storage.S3;

namespace ArtifactBuild.Storage.Tests.S3;

/// <summary>What the environment says about the server and the region. It is the whole process's, so nothing else runs meanwhile.</summary>
[TestClass]
[DoNotParallelize]
public class S3SettingsTests
{
    private static readonly string[] Names =
        ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT_URL", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_REGION", "AWS_DEFAULT_REGION"];

    private readonly Dictionary<string, string?> _before = Names.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    [TestInitialize]
    public void Clear() => Array.ForEach(Names, name => Environment.SetEnvironmentVariable(name, null));

    [TestCleanup]
    public void Restore()
    {
        foreach ((string name, string? value) in _before)
            Environment.SetEnvironmentVariable(name, value);
    }

    [TestMethod]
    public void The_address_comes_first()
    {
        Set("AWS_ENDPOINT_URL_S3", "http://other:1");
        Set("AWS_REGION", "eu-west-1");
        Assert.AreEqual(
            new S3Settings("http://127.0.0.1:9000/", "here", false),
            S3Settings.OfRegistry(S3Address.Parse("s3://b?endpoint=http://127.0.0.1:9000&region=here")));
    }

    [TestMethod]
    [DataRow("AWS_ENDPOINT_URL")]
    [DataRow("AWS_ENDPOINT_URL_S3")]
    public void The_environment_knows_the_server_and_the_region(string name)
    {
        Set(name, "http://127.0.0.1:9000");
        Set("AWS_REGION", "eu-west-1");
        var expected = new S3Settings("http://127.0.0.1:9000/", "eu-west-1", PathStyle: true);
        Assert.AreEqual(expected, S3Settings.OfRegistry(S3Address.Parse("s3://b")));
        Assert.AreEqual(expected, S3Settings.OfReferences(null));
    }

    [TestMethod]
    public void The_variable_for_S3_alone_comes_before_that_for_all_services_and_W_and_B_s_own_comes_last()
    {
        Set("AWS_REGION", "r");
        Set("AWS_S3_ENDPOINT_URL", "http://third:1/");
        Assert.AreEqual("http://third:1/", S3Settings.OfReferences(null).Endpoint);
        Assert.IsNull(S3Settings.OfRegistry(S3Address.Parse("s3://b")).Endpoint, "it is for references only");
        Set("AWS_ENDPOINT_URL", "http://second:1/");
        Assert.AreEqual("http://second:1/", S3Settings.OfReferences(null).Endpoint);
        Set("AWS_ENDPOINT_URL_S3", "http://first:1/");
        Assert.AreEqual("http://first:1/", S3Settings.OfReferences(null).Endpoint);
    }

    [TestMethod]
    public void A_server_that_is_not_Amazon_s_has_a_region_in_any_case()
    {
        Set("AWS_DEFAULT_REGION", "garage");
        Assert.AreEqual("garage", S3Settings.OfRegistry(S3Address.Parse("s3://b?endpoint=http://127.0.0.1:1")).Region);
    }

    [TestMethod]
    public void Only_Amazon_s_server_gets_the_library_s_own_checksums()
    {
        Amazon.S3.AmazonS3Config own = new S3Settings("http://127.0.0.1:1", "r", true).ToConfig(null!);
        Assert.AreEqual(Amazon.Runtime.RequestChecksumCalculation.WHEN_REQUIRED, own.RequestChecksumCalculation);
        Assert.AreEqual(Amazon.Runtime.ResponseChecksumValidation.WHEN_REQUIRED, own.ResponseChecksumValidation);
        Assert.AreEqual(0, own.MaxErrorRetry);
        Assert.IsNull(new S3Settings(null, "eu-west-1", false).ToConfig(null!).ServiceURL);
    }

    [TestMethod]
    [DataRow("s3://my-bucket?region=eu-west-1", "https://my-bucket.s3.eu-west-1.amazonaws.com/")]
    [DataRow("s3://my-bucket?region=eu-west-1&path-style=true", "https://s3.eu-west-1.amazonaws.com/my-bucket/")]
    [DataRow("s3://my.dotted.bucket?region=cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn/my.dotted.bucket/")]
    [DataRow("s3://my-bucket?endpoint=https://store.example:9000", "https://my-bucket.store.example:9000/")]
    [DataRow("s3://my-bucket?endpoint=http://127.0.0.1:9000", "http://127.0.0.1:9000/my-bucket/")]
    public void The_library_s_rules_say_where_a_bucket_is(string address, string url)
    {
        S3Address parsed = S3Address.Parse(address);
        var parameters = new ServiceOperationEndpointParameters(new GetObjectRequest { BucketName = parsed.Bucket, Key = "k" });
        Assert.AreEqual(url, S3Settings.OfRegistry(parsed).ToConfig(null!).DetermineServiceOperationEndpoint(parameters).URL);
    }

    private static void Set(string name, string value) => Environment.SetEnvironmentVariable(name, value);
}
