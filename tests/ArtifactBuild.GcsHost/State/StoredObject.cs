using System.Globalization;
using System.Text.Json.Nodes;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>One generation of an object.</summary>
internal sealed record StoredObject(string Bucket, string Name, long Generation, Payload Payload, ObjectFields Fields, DateTimeOffset TimeCreated)
{
    /// <summary>Counts the changes of the fields.</summary>
    public long Metageneration { get; init; } = 1;

    public DateTimeOffset Updated { get; init; } = TimeCreated;

    /// <summary>When another generation took its place, or a delete made it noncurrent.</summary>
    public DateTimeOffset? TimeDeleted { get; init; }

    /// <summary>Both numbers, in the encoding of the real one: two protocol buffer fields in base64.</summary>
    public string ETag
    {
        get
        {
            var bytes = new List<byte>(24);
            Append(bytes, field: 1, Generation);
            Append(bytes, field: 2, Metageneration);
            return Convert.ToBase64String(bytes.ToArray());
        }
    }

    public JsonObject ToJson(string baseUrl)
    {
        string path = $"b/{Uri.EscapeDataString(Bucket)}/o/{Uri.EscapeDataString(Name)}";
        string generation = Generation.ToString(CultureInfo.InvariantCulture);
        var resource = new JsonObject
        {
            ["kind"] = "storage#object",
            ["id"] = $"{Bucket}/{Name}/{generation}",
            ["selfLink"] = $"{baseUrl}/storage/v1/{path}",
            ["mediaLink"] = $"{baseUrl}/download/storage/v1/{path}?generation={generation}&alt=media",
            ["name"] = Name,
            ["bucket"] = Bucket,
            ["generation"] = generation,
            ["metageneration"] = Metageneration.ToString(CultureInfo.InvariantCulture),
            ["size"] = Payload.Length.ToString(CultureInfo.InvariantCulture),
            ["md5Hash"] = Payload.Md5,
            ["crc32c"] = Payload.Crc32c,
            ["etag"] = ETag,
            ["timeCreated"] = Timestamp(TimeCreated),
            ["updated"] = Timestamp(Updated),
            ["timeStorageClassUpdated"] = Timestamp(TimeCreated),
            ["timeFinalized"] = Timestamp(TimeCreated),
        };
        Fields.WriteTo(resource);
        if (TimeDeleted is { } deleted)
            resource["timeDeleted"] = Timestamp(deleted);
        return resource;
    }

    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void Append(List<byte> bytes, int field, long value)
    {
        bytes.Add((byte)(field << 3));
        for (; value > 0x7f; value >>= 7)
            bytes.Add((byte)((value & 0x7f) | 0x80));
        bytes.Add((byte)value);
    }
}
