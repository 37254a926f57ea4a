using ArtifactBuild.GcsHosting;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs;
using ArtifactBuild.Storage.Gcs.References;
using ArtifactBuild.Storage.Tests.Gcs;

namespace ArtifactBuild.Storage.Tests.References;

/// <summary>A bucket of the Cloud Storage host.</summary>
internal sealed class GcsReferenceHome : ReferenceHome
{
    private const string Bucket = "models";

    private readonly GcsHost _host;

    private GcsReferenceHome(GcsHost host) => _host = host;

    public override Uri Endpoint => _host.Endpoint;

    public override string? Variable => "GOOGLE_APPLICATION_CREDENTIALS";

    public override string MalformedUri => "gs:models/a";

    public static async Task<ReferenceHome> StartAsync()
    {
        GcsHost host = await GcsHost.StartAsync();
        host.CreateBucket(Bucket, false);
        return new GcsReferenceHome(host);
    }

    public override IReferenceHandler OpenAt(Uri endpoint) => new GcsReferences(Quick, GcsWorld.Connect(endpoint));

    public override string UriOf(string name) => $"gs://{Bucket}/{name}";

    // As another tool does it, whose names need not be those of a registry.
    public override async Task WriteAsync(string name, byte[] bytes)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri(Endpoint, $"upload/storage/v1/b/{Bucket}/o?uploadType=media&name={Uri.EscapeDataString(name)}"), new ByteArrayContent(bytes));
        answer.EnsureSuccessStatusCode();
    }

    public override async Task DeleteAsync(string name)
    {
        await using var store = new GcsStore(new GcsAddress(Bucket, ""), Quick, GcsWorld.Connect(Endpoint));
        await store.DeleteAsync(name, null, CancellationToken.None);
    }

    public override ValueTask DisposeAsync() => _host.DisposeAsync();
}
