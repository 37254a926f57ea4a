using ArtifactBuild.Faults;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Stores on the Cloud Storage host. A variable says where it is.</summary>
internal sealed class GcsHome() : ServerHome(TestServerKind.Gcs)
{
    private readonly SemaphoreSlim _gate = new(1);

    public override ErrorBody ErrorBody => ErrorBody.Gcs;

    public override bool IsPart(ProxiedRequest request) => IsChunk(request) && !IsLast(request);

    // The last chunk makes the object.
    public override bool IsCompletion(ProxiedRequest request) => IsChunk(request) && IsLast(request);

    private static bool IsChunk(ProxiedRequest request) =>
        request.Method == "PUT" && request.HasBody && request.Query.Contains("upload_id=", StringComparison.Ordinal);

    // bytes 0-9/10
    private static bool IsLast(ProxiedRequest request) =>
        request.Header("Content-Range")?.Split('-', '/') is [_, string end, string total]
        && long.TryParse(end, out long last) && long.TryParse(total, out long size) && last + 1 == size;

    public override async Task<IObjectStore> OpenAsync(string address, Uri endpoint, RemoteOptions options) =>
        await OpenInAsync((await Server).EnvironmentAt(endpoint), _gate, address, options);

    public override string AddressAt(string address, Uri endpoint) => address;

    public override IReadOnlyDictionary<string, string> WrongCredentials(string secret) =>
        throw new NotSupportedException("The host asks for no credentials.");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _gate.Dispose();
    }
}
