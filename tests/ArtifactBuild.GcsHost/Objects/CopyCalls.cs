using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.Buckets;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Objects;

/// <summary>Copies on the server. A rewrite can be made to take several calls, as the real one's do for large objects between places.</summary>
internal sealed class CopyCalls(BucketTable buckets, long bytesPerCall)
{
    private readonly ConcurrentDictionary<string, (StoredObject Source, long Done)> _underWay = new(StringComparer.Ordinal);

    public async Task<Reply> CopyAsync(GcsRequest request, string bucket, string name, string toBucket, string toName)
    {
        JsonObject resource = await request.ReadJsonAsync();
        StoredObject source = Source(request, bucket, name);
        return ObjectCalls.Resource(request, Store(request, source, resource, toBucket, toName));
    }

    public async Task<Reply> RewriteAsync(GcsRequest request, string bucket, string name, string toBucket, string toName)
    {
        JsonObject resource = await request.ReadJsonAsync();
        StoredObject source = Source(request, bucket, name);
        // Each call is checked: a client names the conditions in the first one only.
        Conditions.Of(request).Check(buckets.Get(toBucket).Find(toName));
        long done = 0;
        if (request.Parameter("rewriteToken") is { Length: > 0 } token)
        {
            if (!_underWay.TryRemove(token, out (StoredObject Source, long Done) begun) || begun.Source != source)
                throw ApiError.Invalid("Invalid rewriteToken");
            done = begun.Done;
        }

        long size = source.Payload.Length;
        done = Math.Min(size, done > size - bytesPerCall ? size : done + bytesPerCall);
        var body = new JsonObject
        {
            ["kind"] = "storage#rewriteResponse",
            ["totalBytesRewritten"] = done.ToString(CultureInfo.InvariantCulture),
            ["objectSize"] = size.ToString(CultureInfo.InvariantCulture),
            ["done"] = done == size,
        };
        if (done == size)
        {
            body["resource"] = Store(request, source, resource, toBucket, toName).ToJson(request.BaseUrl);
        }
        else
        {
            string next = Guid.NewGuid().ToString("n");
            _underWay[next] = (source, done);
            body["rewriteToken"] = next;
        }

        return Reply.Json(body);
    }

    private StoredObject Source(GcsRequest request, string bucket, string name) =>
        buckets.Get(bucket).Get(name, request.Number("sourceGeneration"), Conditions.OfSource(request));

    private StoredObject Store(GcsRequest request, StoredObject source, JsonObject resource, string toBucket, string toName)
    {
        ObjectNameOrder.Check(toName);
        // Documented: without fields the copy has the source's, with some it has only those. Unknown ones don't count.
        ObjectFields fields = ObjectFields.None.Patched(resource);
        return buckets.Get(toBucket).Store(toName, source.Payload, fields == ObjectFields.None ? source.Fields : fields, Conditions.Of(request));
    }
}
