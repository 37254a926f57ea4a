using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>What a client may say about an object: the fixed fields, and metadata of its own.</summary>
internal sealed record ObjectFields
{
    private static readonly ImmutableArray<string> Writable =
        ["cacheControl", "contentDisposition", "contentEncoding", "contentLanguage", "contentType", "customTime", "storageClass"];

    public static readonly ObjectFields None = new();

    private ImmutableSortedDictionary<string, string> Fixed { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Metadata { get; private init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public string? this[string field] => Fixed.GetValueOrDefault(field);

    /// <summary>The fields of a resource as a client sends it; null takes a field away, what is not named stays.</summary>
    public ObjectFields Patched(JsonObject resource)
    {
        ObjectFields result = this;
        foreach (string field in Writable)
        {
            if (resource.TryGetPropertyValue(field, out JsonNode? value))
                result = result.With(field, Text(field, value));
        }

        if (!resource.TryGetPropertyValue("metadata", out JsonNode? metadata))
            return result;
        if (metadata == null)
            return result with { Metadata = result.Metadata.Clear() };
        if (metadata is not JsonObject own)
            throw ApiError.Invalid("Invalid value for: metadata");
        foreach ((string key, JsonNode? value) in own)
        {
            string? text = Text("metadata." + key, value);
            result = result with { Metadata = text == null ? result.Metadata.Remove(key) : result.Metadata.SetItem(key, text) };
        }

        return result;
    }

    public ObjectFields With(string field, string? value) =>
        this with { Fixed = value == null ? Fixed.Remove(field) : Fixed.SetItem(field, value) };

    public void WriteTo(JsonObject resource)
    {
        foreach ((string field, string value) in Fixed)
            resource[field] = value;
        if (!Fixed.ContainsKey("storageClass"))
            resource["storageClass"] = "STANDARD";
        if (Metadata.IsEmpty)
            return;
        var own = new JsonObject();
        foreach ((string key, string value) in Metadata)
            own[key] = value;
        resource["metadata"] = own;
    }

    /// <summary>The value of a field that is a string.</summary>
    public static string? Text(string field, JsonNode? value) => value switch
    {
        null => null,
        JsonValue text when text.TryGetValue(out string? plain) => plain,
        // The real one also turns numbers and booleans into strings.
        JsonValue other => other.ToJsonString(),
        _ => throw ApiError.Invalid("Invalid value for: " + field),
    };
}
