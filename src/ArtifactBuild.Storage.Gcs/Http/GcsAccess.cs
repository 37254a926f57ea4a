using ArtifactBuild.Diagnostics;
using Google.Apis.Auth.OAuth2;

namespace ArtifactBuild.Storage.Gcs.Http;

/// <summary>Where requests go, and what opens the door there.</summary>
/// <param name="Endpoint">The server, with a slash at its end.</param>
/// <param name="Tokens">What gives tokens; nothing for a server that takes none.</param>
internal sealed record GcsAccess(string Endpoint, ITokenAccessWithHeaders? Tokens)
{
    public const string EmulatorVariable = "STORAGE_EMULATOR_HOST";

    /// <summary>Looks at the environment.</summary>
    public static async Task<GcsAccess> FindAsync(GcsEnvironment environment, CancellationToken cancellationToken)
    {
        // A stand-in gets no credentials: it may listen without TLS, and it may be anybody's.
        if (environment.Variable(EmulatorVariable) is { Length: > 0 } emulator)
            return new GcsAccess(EndpointOf(emulator), null);
        GoogleCredential credential = await GcsCredentials.FindAsync(environment, cancellationToken).ConfigureAwait(false);
        string domain = await credential.GetUniverseDomainAsync(cancellationToken).ConfigureAwait(false);
        return new GcsAccess($"https://storage.{domain}/", credential);
    }

    /// <summary>The server that the variable names: a host, a host with a port, or a URL.</summary>
    /// <exception cref="ArtifactException">ART2001: it names none.</exception>
    public static string EndpointOf(string emulator)
    {
        string url = emulator.Contains("://", StringComparison.Ordinal) ? emulator : "http://" + emulator;
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0
            || uri.UserInfo.Length + uri.Query.Length + uri.Fragment.Length > 0)
        {
            // The value stays out: somebody may have put a key there.
            throw new ArtifactException(
                ArtifactCodes.InvalidRegistry,
                $"The variable {EmulatorVariable} names no server. Give a host, a host with a port, or an http or https URL without credentials; or remove it.");
        }

        string path = uri.AbsolutePath.TrimEnd('/');
        return uri.GetLeftPart(UriPartial.Authority) + (path is "/storage/v1" ? "" : path) + "/";
    }
}
