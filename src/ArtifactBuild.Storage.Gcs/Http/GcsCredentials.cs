using System.Text.Json;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;
using Google.Apis.Auth.OAuth2;

namespace ArtifactBuild.Storage.Gcs.Http;

/// <summary>
/// Google's application default credentials: the file that a variable names, the file that <c>gcloud</c> wrote, the account of
/// the machine.
/// </summary>
/// <remarks>
/// The library has a method for this, but it remembers its first answer, a failure too, as long as the process lives: a build
/// server that stays between builds would never see that the variable has changed.
/// </remarks>
internal static class GcsCredentials
{
    public const string FileVariable = "GOOGLE_APPLICATION_CREDENTIALS";
    public const string Advice =
        $"Set {FileVariable} to the path of a credentials file, run “gcloud auth application-default login”, or build where a service account is attached; the account needs the role Storage Object User on the bucket, to read only Storage Object Viewer.";

    private const string Scope = "https://www.googleapis.com/auth/devstorage.read_write";

    // The library asks the metadata server three times for half a second each; a name server may take longer.
    private static readonly TimeSpan MachineTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="StoreFailureException">There are none, or they can't be read.</exception>
    public static async Task<GoogleCredential> FindAsync(GcsEnvironment environment, CancellationToken cancellationToken)
    {
        string? named = environment.Variable(FileVariable);
        GoogleCredential credential = !string.IsNullOrWhiteSpace(named)
            ? await ReadAsync(named, FileVariable, cancellationToken).ConfigureAwait(false)
            : PathOfGcloud(environment) is string path && File.Exists(path)
                ? await ReadAsync(path, "gcloud", cancellationToken).ConfigureAwait(false)
                : await OfMachineAsync(environment, cancellationToken).ConfigureAwait(false);
        credential = credential.CreateWithEnvironmentQuotaProject().CreateWithHttpClientFactory(new TokenHttp());
        return credential.IsCreateScopedRequired ? credential.CreateScoped(Scope) : credential;
    }

    private static async Task<GoogleCredential> ReadAsync(string path, string source, CancellationToken cancellationToken)
    {
        try
        {
            string json = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(json);
            return CredentialFactory.FromJson(json, document.RootElement.GetProperty("type").GetString()!);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever is wrong with the file, and the library says it in many ways, it is the file; and its text may be a secret.
            throw new StoreFailureException(
                new StoreFailure(ArtifactCodes.StoreDenied, $"the credentials file of {source} could not be read ({e.GetType().Name})."), e);
        }
    }

    private static async Task<GoogleCredential> OfMachineAsync(GcsEnvironment environment, CancellationToken cancellationToken)
    {
        bool isThere;
        try
        {
            isThere = await environment.IsMachineOfGoogle().WaitAsync(MachineTimeout, environment.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            isThere = false;
        }

        return isThere
            ? GoogleCredential.FromComputeCredential(new ComputeCredential())
            : throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreDenied, "no credentials were found."));
    }

    private static string? PathOfGcloud(GcsEnvironment environment)
    {
        string? folder = environment.Variable("CLOUDSDK_CONFIG");
        if (string.IsNullOrWhiteSpace(folder))
        {
            string? parent = OperatingSystem.IsWindows()
                ? environment.Variable("APPDATA")
                : environment.Variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".config") : null;
            folder = string.IsNullOrEmpty(parent) ? null : Path.Combine(parent, "gcloud");
        }

        return folder is null ? null : Path.Combine(folder, "application_default_credentials.json");
    }
}
