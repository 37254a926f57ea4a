using System.Collections.Immutable;
using System.Text.Json;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Model;

/// <summary>Reads a manifest as hostile input: whatever it holds, the result is a manifest or a coded error.</summary>
/// <remarks>Accepts what both of W&amp;B's writers produce, in any order of keys.</remarks>
internal static class ManifestReader
{
    public static Manifest Read(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            return ReadManifest(ref json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Malformed($"it is not valid JSON of this form ({e.Message})", e);
        }
    }

    private static Manifest ReadManifest(ref Utf8JsonReader json)
    {
        var manifest = new Manifest();
        bool hasVersion = false;
        bool hasContents = false;
        StartObject(ref json, "the manifest");
        while (NextProperty(ref json) is string property)
        {
            switch (property)
            {
                case "version":
                    hasVersion = true;
                    if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out int version) || version != 1)
                        throw Malformed("its version is not 1");
                    break;
                case "storagePolicy":
                    if (json.GetString() != ManifestWriter.StoragePolicy)
                        throw Malformed($"its storage policy is not “{ManifestWriter.StoragePolicy}”");
                    break;
                case "contents":
                    if (hasContents)
                        throw Malformed("it lists its contents twice");
                    hasContents = true;
                    manifest.Add(ReadContents(ref json));
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        if (!hasVersion)
            throw Malformed("it has no version");
        if (json.Read())
            throw Malformed("something follows its end");
        return manifest;
    }

    private static List<ManifestEntry> ReadContents(ref Utf8JsonReader json)
    {
        var entries = new List<ManifestEntry>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        long total = 0;
        Expect(json.TokenType == JsonTokenType.StartObject, "its contents are not an object");
        while (NextProperty(ref json) is string path)
        {
            Expect(paths.Add(path), $"it has the entry “{LogicalPath.Printable(path)}” twice");
            ManifestEntry entry = ReadEntry(ref json, path);
            Expect(entry.Size is not long size || size <= long.MaxValue - total, "the sum of its sizes is not a count of bytes");
            total += entry.Size ?? 0;
            entries.Add(entry);
        }

        return entries;
    }

    private static ManifestEntry ReadEntry(ref Utf8JsonReader json, string path)
    {
        Expect(json.TokenType == JsonTokenType.StartObject, $"its entry “{LogicalPath.Printable(path)}” is not an object");
        var entry = new ManifestEntry { Path = path, Digest = "" };
        while (NextProperty(ref json) is string property)
        {
            if (json.TokenType == JsonTokenType.Null)
                continue;
            switch (property)
            {
                case "digest":
                    entry = entry with { Digest = json.GetString()! };
                    break;
                case "ref":
                    entry = entry with { Ref = json.GetString() };
                    break;
                case "birthArtifactID":
                    entry = entry with { BirthArtifactId = json.GetString() };
                    break;
                case "size":
                    Expect(json.TryGetInt64(out long size) && size >= 0, $"the size of “{LogicalPath.Printable(path)}” is not a count of bytes");
                    entry = entry with { Size = size };
                    break;
                case "extra":
                    entry = ReadExtra(ref json, entry);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        Expect(entry.Digest.Length > 0, $"its entry “{LogicalPath.Printable(path)}” has no digest");
        return entry;
    }

    private static ManifestEntry ReadExtra(ref Utf8JsonReader json, ManifestEntry entry)
    {
        Expect(json.TokenType == JsonTokenType.StartObject, $"the extra of “{LogicalPath.Printable(entry.Path)}” is not an object");
        var others = ImmutableSortedDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        while (NextProperty(ref json) is string property)
        {
            if (property == ManifestWriter.Sha256Key)
                entry = entry with { Sha256 = ReadSha256(ref json, entry.Path) };
            else if (property == ManifestWriter.ChunksKey)
                entry = entry with { Chunks = ReadChunks(ref json, entry.Path) };
            else
                others[property] = Readable(JsonElement.ParseValue(ref json));
        }

        return others.Count == 0 ? entry : entry with { Extra = others.ToImmutable() };
    }

    // Half a surrogate pair passes for JSON until somebody wants the text, which must be here.
    private static JsonElement Readable(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                    Readable(item);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    _ = property.Name;
                    Readable(property.Value);
                }

                break;
        }

        return value;
    }

    private static ImmutableArray<Sha256Digest> ReadChunks(ref Utf8JsonReader json, string path)
    {
        Expect(json.TokenType == JsonTokenType.StartArray, $"the chunks of “{LogicalPath.Printable(path)}” are not a list");
        var chunks = ImmutableArray.CreateBuilder<Sha256Digest>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            chunks.Add(ReadSha256(ref json, path));
        return chunks.ToImmutable();
    }

    private static Sha256Digest ReadSha256(ref Utf8JsonReader json, string path)
    {
        Sha256Digest digest = default;
        Expect(
            json.TokenType == JsonTokenType.String && Sha256Digest.TryParse(json.GetString(), out digest),
            $"a SHA-256 of “{LogicalPath.Printable(path)}” is not one in lower-case hexadecimal");
        return digest;
    }

    private static void StartObject(ref Utf8JsonReader json, string what) =>
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject, $"{what} is not an object");

    // Stands on the value of the next property afterwards, or on the end of the object.
    private static string? NextProperty(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType == JsonTokenType.EndObject)
            return null;
        string name = json.GetString()!;
        json.Read();
        return name;
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
            throw Malformed(otherwise);
    }

    private static ArtifactException Malformed(string reason, Exception? cause = null) => new(
        ArtifactCodes.ManifestMalformed,
        $"The manifest can't be used: {reason}. If it comes from a registry, that object is damaged or was tampered with; log the version again.",
        cause);
}
