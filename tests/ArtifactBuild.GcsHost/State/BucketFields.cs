using System.Globalization;
using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>What is known of a bucket besides its name.</summary>
internal sealed record BucketFields(bool Versioning, string Location, string StorageClass, long Metageneration, DateTimeOffset TimeCreated, DateTimeOffset Updated)
{
    public static BucketFields New()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new BucketFields(Versioning: false, "US", "STANDARD", Metageneration: 1, now, now);
    }

    public BucketFields Patched(JsonObject resource)
    {
        BucketFields result = this;
        if (resource["versioning"] is JsonObject versioning && versioning["enabled"] is { } enabled)
            result = result with { Versioning = enabled.GetValueKind() is System.Text.Json.JsonValueKind.True };
        if (ObjectFields.Text("location", resource["location"]) is { } location)
            result = result with { Location = location.ToUpperInvariant() };
        if (ObjectFields.Text("storageClass", resource["storageClass"]) is { } storageClass)
            result = result with { StorageClass = storageClass };
        return result;
    }

    public JsonObject ToJson(string bucket, string baseUrl)
    {
        var resource = new JsonObject
        {
            ["kind"] = "storage#bucket",
            ["id"] = bucket,
            ["selfLink"] = $"{baseUrl}/storage/v1/b/{bucket}",
            ["name"] = bucket,
            ["projectNumber"] = "1",
            ["metageneration"] = Metageneration.ToString(CultureInfo.InvariantCulture),
            ["location"] = Location,
            ["storageClass"] = StorageClass,
            ["etag"] = "CA" + Metageneration.ToString(CultureInfo.InvariantCulture),
            ["timeCreated"] = StoredObject.Timestamp(TimeCreated),
            ["updated"] = StoredObject.Timestamp(Updated),
        };
        if (Versioning)
            resource["versioning"] = new JsonObject { ["enabled"] = true };
        return resource;
    }

    /// <summary>Buckets have the same preconditions on their metageneration.</summary>
    public void Check(GcsRequest request)
    {
        if (request.Number("ifMetagenerationMatch") is { } match && match != Metageneration)
            throw ApiError.ConditionNotMet();
        if (request.Number("ifMetagenerationNotMatch") == Metageneration)
            throw ApiError.NotModified(null);
    }
}
