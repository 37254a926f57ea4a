using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace ArtifactBuild.Storage.Azure.Access;

/// <summary>
/// Finds an account's endpoint and credentials in the variables that Azure's own tools read. No message holds a value of theirs.
/// </summary>
/// <param name="variable">Gives a variable of the environment.</param>
internal sealed class AzureCredentials(Func<string, string?> variable)
{
    public const string ConnectionString = "AZURE_STORAGE_CONNECTION_STRING";
    public const string Account = "AZURE_STORAGE_ACCOUNT";
    public const string Key = "AZURE_STORAGE_KEY";
    public const string SasToken = "AZURE_STORAGE_SAS_TOKEN";
    public const string Endpoint = "AZURE_STORAGE_SERVICE_ENDPOINT";

    /// <summary>What a user may do about a refusal.</summary>
    public const string Advice =
        $"Set {ConnectionString} of that account, or {Account} with {Key} or {SasToken}, or sign in (az login, a managed identity, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET) as somebody with the role Storage Blob Data Contributor; Reader is enough to restore.";

    /// <summary>Makes the client of an account. No request is made.</summary>
    /// <param name="account">The account.</param>
    /// <param name="isTrusted">Whether the user named the account, and not a manifest that anybody may have written.</param>
    /// <param name="options">The client's options.</param>
    /// <exception cref="StoreFailureException">The variables can't be used.</exception>
    public BlobServiceClient Connect(string account, bool isTrusted, BlobClientOptions options)
    {
        if (Value(ConnectionString) is string text && Connect(text, options) is BlobServiceClient named && named.AccountName == account)
            return named;

        // A key, a signature or an endpoint is that of the account it was given for, and goes to no other.
        string? owner = Value(Account);
        bool isOwner = owner is null ? isTrusted : owner == account;
        Uri endpoint = isOwner && Value(Endpoint) is string server
            ? EndpointOf(server)
            : new Uri($"https://{account}.blob.core.windows.net");
        if (owner == account && Value(Key) is string key)
            return Guard(Key, () => new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, key), options));
        if (isOwner && Value(SasToken) is string sas)
            return Guard(SasToken, () => new BlobServiceClient(endpoint, new AzureSasCredential(sas.TrimStart('?')), options));
        // The library refuses this as well, by an error that nobody understands.
        return endpoint.Scheme == Uri.UriSchemeHttps
            ? new BlobServiceClient(endpoint, new SignedInCredential(), options)
            : throw Denied($"{Endpoint} is an http: address, to which no token of a signed-in user is sent, and there is no key or SAS for the account.");
    }

    private static BlobServiceClient Connect(string text, BlobClientOptions options) =>
        Guard(ConnectionString, () => new BlobServiceClient(text, options));

    private static T Guard<T>(string name, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw Denied($"the value of {name} is not of the form that it must have.");
        }
    }

    private static Uri EndpointOf(string server) =>
        Uri.TryCreate(server, UriKind.Absolute, out Uri? endpoint)
        && endpoint.Scheme is "http" or "https"
        && endpoint.UserInfo.Length + endpoint.Query.Length + endpoint.Fragment.Length == 0
            ? endpoint
            : throw Denied($"the value of {Endpoint} is not a plain http or https address.");

    private static StoreFailureException Denied(string reason) => new(new StoreFailure(ArtifactCodes.StoreDenied, reason));

    private string? Value(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
