using System.Text.Json.Serialization;

namespace ArtifactBuild.Storage.Gcs;

/// <summary>What Cloud Storage says of an object, as far as it is asked.</summary>
internal sealed record GcsObject
{
    /// <summary>The fields to ask for.</summary>
    public const string Fields = "name,size,generation,metageneration,updated,etag,crc32c";

    public required string Name { get; init; }

    public long Size { get; init; }

    public long Generation { get; init; }

    public long Metageneration { get; init; }

    public DateTimeOffset Updated { get; init; }

    [JsonPropertyName("etag")]
    public string? ETag { get; init; }

    public string? Crc32c { get; init; }

    public ObjectInfo ToInfo() => new(Name, Size, new GcsETag(Generation, Metageneration).ToString(), WholeSeconds(Updated));

    // Only whole seconds come with an object's bytes, and each request must give the same time.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}

/// <summary>A page of a list.</summary>
internal sealed record GcsPage
{
    public const string Fields = $"nextPageToken,items({GcsObject.Fields})";

    /// <summary>The objects, if there are any: an empty page has none of them, nor this field.</summary>
    [JsonPropertyName("items")]
    public IReadOnlyList<GcsObject>? SomeItems { get; init; }

    [JsonIgnore]
    public IReadOnlyList<GcsObject> Items => SomeItems ?? [];

    public string? NextPageToken { get; init; }
}

/// <summary>What is said of an object that is sent. The server refuses bytes that don't have the digests.</summary>
internal sealed record GcsNewObject(string Name, string ContentType, string? Md5Hash, string? Crc32c);

/// <summary>A change of an object's own fields.</summary>
internal sealed record GcsPatch(IReadOnlyDictionary<string, string> Metadata);

/// <summary>The body of a failure.</summary>
internal sealed record GcsErrorBody(GcsError? Error);

/// <summary>What a failure is about; its free text stays unread.</summary>
internal sealed record GcsError(IReadOnlyList<GcsErrorDetail>? Errors);

/// <summary>The server's word for a failure.</summary>
internal sealed record GcsErrorDetail(string? Reason);

/// <summary>How these records are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GcsObject))]
[JsonSerializable(typeof(GcsPage))]
[JsonSerializable(typeof(GcsNewObject))]
[JsonSerializable(typeof(GcsPatch))]
[JsonSerializable(typeof(GcsErrorBody))]
internal sealed partial class GcsJson : JsonSerializerContext;
