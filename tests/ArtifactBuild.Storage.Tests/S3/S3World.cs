using Amazon.Runtime;
using ArtifactBuild.Storage.S3;
using ArtifactBuild.Storage.Tests.Gcs;

namespace ArtifactBuild.Storage.Tests.S3;

/// <summary>Stores and references at a server that only a test knows.</summary>
internal static class S3World
{
    public const string Secret = "canary-5d1f0c";

    /// <summary>Options with which a test that fails does so soon.</summary>
    public static RemoteOptions Quick { get; } = new()
    {
        MaxAttempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(5),
        MaxPause = TimeSpan.FromMilliseconds(50),
        IdleTimeout = TimeSpan.FromMinutes(2),
    };

    public static S3Store Open(Uri endpoint, string prefix = "registry") =>
        new(new S3Address("bucket", prefix, "us-east-1", endpoint, PathStyle: true), Quick, Credentials());

    public static S3References References(Uri endpoint) =>
        new(Quick, _ => new S3Settings(endpoint.AbsoluteUri, "us-east-1", PathStyle: true), Credentials);

    /// <summary>An error as S3 writes it, with a free text that nobody may see.</summary>
    public static Answered Error(int status, string code) => Xml(status, $"<Error><Code>{code}</Code><Message>{Secret}</Message></Error>");

    public static Answered Xml(int status, string xml) =>
        new(status, System.Text.Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml), ("Content-Type", "application/xml"));

    private static S3Credentials Credentials() => new(new BasicAWSCredentials("test-key", Secret));
}
