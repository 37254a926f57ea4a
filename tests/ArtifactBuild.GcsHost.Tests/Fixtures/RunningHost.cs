using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ArtifactBuild.Testing;

namespace ArtifactBuild.GcsHosting.Tests.Fixtures;

/// <summary>A host with a bucket, and the plain requests of the API.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    public const string Bucket = "models";

    /// <summary>Only against a hang: how long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private RunningHost(GcsHost host)
    {
        Host = host;
        Client = new HttpClient { BaseAddress = host.Endpoint, Timeout = Patience };
    }

    public GcsHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<RunningHost> StartAsync(GcsHostOptions? options = null, bool versioning = false)
    {
        var running = new RunningHost(await GcsHost.StartAsync(options: options));
        running.Host.CreateBucket(Bucket, versioning);
        return running;
    }

    public static byte[] Bytes(int length, int seed = 1) => TestContent.Random(seed, length);

    /// <summary>The path of an object, with more of a query or not.</summary>
    public static string ObjectPath(string name, string query = "") => $"storage/v1/b/{Bucket}/o/{Uri.EscapeDataString(name)}{query}";

    public static string UploadPath(string type, string name, string query = "") =>
        $"upload/storage/v1/b/{Bucket}/o?uploadType={type}&name={Uri.EscapeDataString(name)}{query}";

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                content!.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> UploadAsync(string name, byte[] bytes, string query = "", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, UploadPath("media", name, query), new ByteArrayContent(bytes), headers);

    /// <summary>Uploads, and gives the resource.</summary>
    public async Task<JsonElement> StoreAsync(string name, byte[] bytes)
    {
        Answer answer = await UploadAsync(name, bytes);
        answer.Expect(HttpStatusCode.OK);
        return answer.Json;
    }

    /// <summary>Starts a session, and gives its address.</summary>
    public async Task<string> StartSessionAsync(string name, string resource = "{}", string query = "", params (string Name, string Value)[] headers)
    {
        Answer answer = await SendAsync(HttpMethod.Post, UploadPath("resumable", name, query), Json(resource), headers);
        answer.Expect(HttpStatusCode.OK);
        return answer.Header("Location")!;
    }

    /// <summary>Sends bytes to a session, or asks it with none.</summary>
    public Task<Answer> PutAsync(string session, byte[] bytes, string? contentRange, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, session, new ByteArrayContent(bytes), contentRange == null ? headers : [.. headers, ("Content-Range", contentRange)]);

    public static StringContent Json(string text) => new(text, new MediaTypeHeaderValue("application/json"));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
