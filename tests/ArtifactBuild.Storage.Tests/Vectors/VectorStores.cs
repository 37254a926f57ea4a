using System.Text.Json.Nodes;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs.References;
using ArtifactBuild.Storage.Tests.Azure;
using ArtifactBuild.Storage.Tests.Gcs;
using ArtifactBuild.Storage.Tests.S3;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Storage.Tests.Vectors;

/// <summary>Servers that have exactly the objects of a vector, and what reads references to them: one for each store it refers to.</summary>
internal sealed class VectorStores : IVectorStores
{
    private readonly Dictionary<string, IReferenceHandler> _handlers = [];
    private readonly List<Func<int>> _requests = [];
    private readonly List<object> _servers = [];

    public IReadOnlyDictionary<string, IReferenceHandler> Handlers => _handlers;

    public int Requests => _requests.Sum(count => count());

    public static async Task<IVectorStores> StartAsync(Vector vector)
    {
        var stores = new VectorStores();
        foreach (string store in VectorNeeds.StoresOf(vector))
            await stores.StartAsync(store, vector.Json["input"]![store] as JsonArray ?? []);
        return stores;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IReferenceHandler handler in _handlers.Values)
            (handler as IDisposable)?.Dispose();
        foreach (object server in _servers)
        {
            if (server is IAsyncDisposable later)
                await later.DisposeAsync();
            else
                ((IDisposable)server).Dispose();
        }
    }

    private async Task StartAsync(string store, JsonArray objects)
    {
        switch (store)
        {
            case "s3":
                var s3 = new S3Objects(objects);
                Add(store, s3, () => s3.Requests, S3World.References(s3.Endpoint));
                break;
            case "gcs":
                var gcs = new GcsObjects(objects);
                Add(store, gcs, () => gcs.Requests, new GcsReferences(GcsWorld.Quick, GcsWorld.Connect(gcs.Endpoint)));
                break;
            case "azure":
                VersionedBlobs blobs = await VersionedBlobs.StartAsync(BlobsOf(objects));
                Add(store, blobs, () => blobs.Host.Requests.Count, blobs.References());
                break;
            default:
                throw new AssertFailedException($"There is no server for the store “{store}”.");
        }
    }

    private void Add(string store, object server, Func<int> requests, IReferenceHandler handler)
    {
        _servers.Add(server);
        _requests.Add(requests);
        _handlers[store] = handler;
    }

    // W&B's stand-in takes the first blob of a name when no version is asked for.
    private static VersionedBlob[] BlobsOf(JsonArray blobs)
    {
        var seen = new HashSet<string>();
        return [.. blobs.Select(blob => new VersionedBlob(
            blob!["key"]!.GetValue<string>(),
            blob["etag"]!.GetValue<string>(),
            new byte[blob["size"]!.GetValue<int>()],
            blob["version_id"]?.GetValue<string>(),
            seen.Add(blob["key"]!.GetValue<string>()),
            blob["metadata"]?["hdi_isfolder"]?.GetValue<string>() == "true"))];
    }
}
