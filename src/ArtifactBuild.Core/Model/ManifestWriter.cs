using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ArtifactBuild.Model;

/// <summary>Writes the canonical JSON of a manifest.</summary>
internal static class ManifestWriter
{
    internal const string StoragePolicy = "wandb-storage-policy-v1";
    internal const string Sha256Key = "sha256";
    internal const string ChunksKey = "sha256Chunks";

    public static void Write(IReadOnlyList<ManifestEntry> entries, IBufferWriter<byte> buffer)
    {
        // Manifests are never put into HTML, so only what JSON itself demands is escaped.
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });
        json.WriteStartObject();
        json.WriteStartObject("contents");
        foreach (ManifestEntry entry in entries)
            WriteEntry(json, entry);
        json.WriteEndObject();
        json.WriteString("storagePolicy", StoragePolicy);
        json.WriteStartObject("storagePolicyConfig");
        json.WriteString("storageLayout", "V2");
        json.WriteEndObject();
        json.WriteNumber("version", 1);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ManifestEntry entry)
    {
        json.WriteStartObject(entry.Path);
        if (!string.IsNullOrEmpty(entry.BirthArtifactId))
            json.WriteString("birthArtifactID", entry.BirthArtifactId);
        json.WriteString("digest", entry.Digest);
        WriteExtra(json, entry);
        if (entry.IsReference)
            json.WriteString("ref", entry.Ref);
        if (entry.Size is long size)
            json.WriteNumber("size", size);
        json.WriteEndObject();
    }

    private static void WriteExtra(Utf8JsonWriter json, ManifestEntry entry)
    {
        if (entry.Extra.IsEmpty && entry.Sha256 is null && entry.Chunks.IsEmpty)
            return;
        var keys = new SortedSet<string>(entry.Extra.Keys, StringComparer.Ordinal);
        if (entry.Sha256 is not null)
            keys.Add(Sha256Key);
        if (!entry.Chunks.IsEmpty)
            keys.Add(ChunksKey);
        json.WriteStartObject("extra");
        foreach (string key in keys)
        {
            if (key == Sha256Key && entry.Sha256 is Sha256Digest digest)
            {
                json.WriteString(Sha256Key, digest.Hex);
            }
            else if (key == ChunksKey && !entry.Chunks.IsEmpty)
            {
                json.WriteStartArray(ChunksKey);
                foreach (Sha256Digest chunk in entry.Chunks)
                    json.WriteStringValue(chunk.Hex);
                json.WriteEndArray();
            }
            else
            {
                json.WritePropertyName(key);
                entry.Extra[key].WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
