using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Uploads;

/// <summary>What an upload of any kind asks for: where to, under which conditions, with which fields and checksums.</summary>
internal sealed record UploadRequest(Bucket Bucket, string Name, ObjectFields Fields, Conditions Conditions, ExpectedHashes Hashes)
{
    public static UploadRequest Read(GcsRequest request, Bucket bucket, JsonObject resource)
    {
        // The parameter wins over the resource.
        string name = request.Parameter("name") ?? ObjectFields.Text("name", resource["name"]) ?? "";
        ObjectNameOrder.Check(name);
        ObjectFields fields = ObjectFields.None.Patched(resource);
        if (request.Parameter("contentEncoding") is { Length: > 0 } encoding)
            fields = fields.With("contentEncoding", encoding);

        var hashes = new ExpectedHashes();
        hashes.Add(resource);
        hashes.Add(request);
        return new UploadRequest(bucket, name, fields, Conditions.Of(request), hashes);
    }

    /// <summary>Before the bytes are taken; <see cref="Store"/> checks again.</summary>
    public void CheckConditions() => Conditions.Check(Bucket.Find(Name));

    public StoredObject Store(Payload payload, string? contentType)
    {
        Hashes.Check(payload);
        ObjectFields fields = Fields["contentType"] == null ? Fields.With("contentType", contentType ?? "application/octet-stream") : Fields;
        return Bucket.Store(Name, payload, fields, Conditions);
    }
}
