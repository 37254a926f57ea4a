using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;
using Azure.Core;
using Azure.Identity;

namespace ArtifactBuild.Storage.Azure.Access;

/// <summary>
/// Whoever is signed in on this machine. Azure.Identity, which is large, is loaded when the first token is asked for.
/// </summary>
internal sealed class SignedInCredential : TokenCredential
{
    private readonly Lazy<Identity> _identity = new(() => new Identity());

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        _identity.Value.GetTokenAsync(requestContext, cancellationToken);

    // A class of its own: the names of a method's types are resolved before it runs.
    private sealed class Identity
    {
        private readonly DefaultAzureCredential _credential = new(NewOptions());

        public async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext context, CancellationToken cancellationToken)
        {
            try
            {
                return await _credential.GetTokenAsync(context, cancellationToken).ConfigureAwait(false);
            }
            catch (CredentialUnavailableException)
            {
                throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreDenied, "no credentials for the account were found."));
            }
            catch (AuthenticationFailedException e)
            {
                // Its text is the identity service's, and long; the network's part in it may pass.
                throw new StoreFailureException(
                    StoreFailure.OfTransport(e) ?? new StoreFailure(ArtifactCodes.StoreDenied, "the sign-in to Azure failed."));
            }
        }

        // A build has nobody to ask, and does not wait long for what is not there.
        private static DefaultAzureCredentialOptions NewOptions()
        {
            var options = new DefaultAzureCredentialOptions
            {
                ExcludeInteractiveBrowserCredential = true,
                CredentialProcessTimeout = TimeSpan.FromSeconds(10),
            };
            options.Retry.MaxRetries = 1;
            options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
            options.Diagnostics.IsLoggingEnabled = false;
            options.Diagnostics.IsDistributedTracingEnabled = false;
            return options;
        }
    }
}
