using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Registries.Records;

/// <summary>
/// How the registry's own objects are written and read. Their last field, <c>check</c>, is half of the SHA-256 of all that stands before
/// it: a head that was damaged on the way must not become the base of the next one.
/// </summary>
[JsonSerializable(typeof(CollectionHead))]
[JsonSerializable(typeof(VersionRecord))]
[JsonSerializable(typeof(RegistryMarker))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(UsageRecord))]
internal sealed partial class RegistryJson : JsonSerializerContext
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int Format = 1;

    private const int CheckLength = 32;

    private static readonly byte[] CheckStart = ",\"check\":\""u8.ToArray();
    private static readonly byte[] CheckEnd = "\"}"u8.ToArray();

    /// <summary>The context to use: no text of ours is put into HTML, so it stays readable.</summary>
    public static RegistryJson Instance { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // What another hand wrote must fail here, not where it is used.
        RespectNullableAnnotations = true,
    });

    public static byte[] Write<T>(T value, JsonTypeInfo<T> type)
    {
        ReadOnlySpan<byte> open = JsonSerializer.SerializeToUtf8Bytes(value, type).AsSpan()[..^1];
        return [.. open, .. CheckStart, .. CheckOf(open), .. CheckEnd];
    }

    /// <exception cref="ArtifactException">ART2004: a newer version wrote it. ART2005: it is not what it should be.</exception>
    public static T Read<T>(byte[] json, string key, JsonTypeInfo<T> type)
    {
        try
        {
            EnsureFormat(json, key);
            if (!HasRightCheck(json))
                throw Malformed(key, "its content is not the one that its field “check” is of. Whoever edits it by hand removes that field.");
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw Malformed(key, e.Message, e);
        }
    }

    public static ArtifactException Malformed(string key, string reason, Exception? cause = null) => new(
        ArtifactCodes.RegistryMalformed,
        $"The registry's object “{key}” can't be read: {reason} Restore it from a backup of the registry.",
        cause);

    // An object without the field, or laid out in another way, was written by hand, and is believed.
    private static bool HasRightCheck(ReadOnlySpan<byte> json)
    {
        int length = CheckStart.Length + CheckLength + CheckEnd.Length;
        if (json.Length < length)
            return true;
        ReadOnlySpan<byte> tail = json[^length..];
        bool isOurs = tail.StartsWith(CheckStart) && tail.EndsWith(CheckEnd);
        return !isOurs || tail.Slice(CheckStart.Length, CheckLength).SequenceEqual(CheckOf(json[..^length]));
    }

    private static byte[] CheckOf(ReadOnlySpan<byte> json) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)))[..CheckLength];

    // First of all: what a newer version wrote may look wrong in every other respect.
    private static void EnsureFormat(byte[] json, string key)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("format", out JsonElement format)
            || format.ValueKind != JsonValueKind.Number
            || !format.TryGetInt32(out int number))
        {
            throw new JsonException("It has no format.");
        }

        if (number > Format)
        {
            throw new ArtifactException(
                ArtifactCodes.RegistryNewer,
                $"The registry's object “{key}” has format {number}, and this version reads up to {Format}. Update the ArtifactBuild package.");
        }
    }
}
