using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>The credentials that the library's default chain finds: looked for once, at the first request.</summary>
/// <remarks>What expires is renewed by the library whenever it is asked for.</remarks>
internal sealed class S3Credentials : IDisposable
{
    /// <summary>What a user may do when there are none, or when they are refused.</summary>
    public const string Advice =
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), or AWS_PROFILE, or use a role that the machine has, and give it the right to read, write, list and delete there.";

    private readonly DefaultAWSCredentialsIdentityResolver _chain = new();
    private readonly Lazy<Task<AWSCredentials>> _found;

    public S3Credentials() => _found = new(() => Task.Run(() => _chain.ResolveIdentityAsync(null, CancellationToken.None)));

    /// <summary>Takes certain credentials instead.</summary>
    public S3Credentials(AWSCredentials credentials) => _found = new(() => Task.FromResult(credentials));

    /// <exception cref="StoreFailureException">There are none.</exception>
    public async Task<AWSCredentials> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            // All requests wait for the one search, and each gives up for itself.
            AWSCredentials found = await _found.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            await found.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            return found;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a member of the chain throws; its text may show parts of a secret.
            StoreFailure failure = e is AmazonClientException ? Missing : StoreFailure.OfTransport(e) ?? Missing;
            throw new StoreFailureException(failure, e);
        }
    }

    public void Dispose() => _chain.Dispose();

    private static StoreFailure Missing => new(ArtifactCodes.StoreDenied, "no usable credentials were found.");
}
