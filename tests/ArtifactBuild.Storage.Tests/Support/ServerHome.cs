using ArtifactBuild.Faults;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Stores on a server that runs as long as the tests: each has a prefix of its own in one bucket.</summary>
internal abstract class ServerHome : StoreHome
{
    private readonly Lazy<Task<TestServer>> _server;
    private readonly Lazy<Task<string>> _bucket;
    private int _places;

    protected ServerHome(TestServerKind kind)
    {
        // What is unavailable ends every test that asks for it, with the reason.
        _server = new(() => TestServer.StartAsync(kind, Assert.Inconclusive));
        _bucket = new(async () => await (await _server.Value).NewBucketAsync());
    }

    public Task<TestServer> Server => _server.Value;

    public override async Task<string> NewAddressAsync()
    {
        string bucket = await _bucket.Value;
        int options = bucket.IndexOf('?', StringComparison.Ordinal);
        return bucket.Insert(options < 0 ? bucket.Length : options, $"/{Interlocked.Increment(ref _places)}");
    }

    public override async Task<IObjectStore> OpenAsync(string address, RemoteOptions? options = null) =>
        await OpenAsync(address, (await Server).Endpoint, options ?? Quick);

    /// <summary>Opens a store by way of another endpoint, such as a proxy in front of the server.</summary>
    public abstract Task<IObjectStore> OpenAsync(string address, Uri endpoint, RemoteOptions options);

    /// <summary>Whose errors a proxy in front of the server imitates.</summary>
    public abstract ErrorBody ErrorBody { get; }

    /// <summary>Whether a request sends a part of an upload, and does not make the object.</summary>
    public abstract bool IsPart(ProxiedRequest request);

    /// <summary>Whether a request makes an object of parts.</summary>
    public abstract bool IsCompletion(ProxiedRequest request);

    /// <summary>Whether a request writes an object at once.</summary>
    public bool IsWrite(ProxiedRequest request) =>
        request.Method is "PUT" or "POST" && !IsPart(request) && !IsCompletion(request) && !request.Query.Contains("uploads", StringComparison.Ordinal);

    /// <summary>The address as it must be for that endpoint.</summary>
    public abstract string AddressAt(string address, Uri endpoint);

    // The server has been started when somebody has a store on it.
    public override IReadOnlyDictionary<string, string> Variables => Server.Result.Environment;

    /// <summary>The variables with a key that is not the account's; the key, or a part of it, is a secret that nobody may show.</summary>
    public abstract IReadOnlyDictionary<string, string> WrongCredentials(string secret);

    // A request costs milliseconds here.
    public override int Rounds(int rounds) => Math.Max(2, rounds / 5);

    public override async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
            await (await _server.Value).DisposeAsync();
    }

    /// <summary>Opens a store, and makes its client, while the process has certain variables.</summary>
    /// <remarks>They are the whole process's, so one store is opened at a time.</remarks>
    protected static async Task<IObjectStore> OpenInAsync(
        IReadOnlyDictionary<string, string> variables, SemaphoreSlim gate, string address, RemoteOptions options)
    {
        await gate.WaitAsync();
        try
        {
            foreach ((string name, string value) in variables)
                Environment.SetEnvironmentVariable(name, value);
            IObjectStore store = ObjectStores.Open(address, options);
            try
            {
                // The first request makes the client. Nothing may answer, and then it has been made all the same.
                await store.HeadAsync(ClientMaker, CancellationToken.None);
            }
            catch (Diagnostics.ArtifactException)
            {
            }

            return store;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The key that the request which makes a client asks for.</summary>
    public const string ClientMaker = "first-request";
}
