using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>Reads the blocks of a lockfile.</summary>
internal static class LockedArtifactReader
{
    private const int RequiredCount = 8;

    // The required ones come first; their place is their bit in the mask of what was seen.
    private static readonly string[] Properties =
    [
        "requested", "name", "type", "version", "registry", "digest", "manifest", "aliases",
        "files", "pathPrefix", "accessors", "entries", "tags", "metadata",
    ];

    public static EquatableArray<LockedArtifact> ReadAll(JsonCursor cursor)
    {
        var artifacts = ImmutableArray.CreateBuilder<LockedArtifact>();
        var requested = new HashSet<string>(StringComparer.Ordinal);
        bool first = true;
        cursor.Enter('[', "\"artifacts\"");
        while (cursor.More(']', ref first))
        {
            if (Read(cursor, out int requestedAt) is not { } artifact)
                break;
            if (!requested.Add(artifact.Requested))
                cursor.Fail(requestedAt, $"a second block has \"requested\" {ShownText.Quote(artifact.Requested)}");

            artifacts.Add(artifact);
        }

        return artifacts.ToImmutable();
    }

    private static LockedArtifact? Read(JsonCursor cursor, out int requestedAt)
    {
        var values = new string?[RequiredCount + 2];
        EquatableArray<string> aliases = default, tags = default;
        EquatableArray<LockedProperty> metadata = default;
        EquatableArray<LockedEntry> entries = default;
        bool hasAccessors = true;
        requestedAt = 0;

        cursor.PeekToken();
        int blockAt = cursor.Position;
        int seen = 0;
        bool first = true;
        cursor.Enter('{', "a block");
        while (cursor.More('}', ref first))
        {
            int index = cursor.ReadKnownProperty(Properties, ref seen);
            switch (index)
            {
                case -1: break;
                case 7: aliases = ReadTexts(cursor, "\"aliases\"", "an alias"); break;
                case 10: hasAccessors = cursor.ReadBoolean("\"accessors\""); break;
                case 11: entries = LockedEntryReader.ReadAll(cursor); break;
                case 12: tags = ReadTexts(cursor, "\"tags\"", "a tag"); break;
                case 13: metadata = LockedValueReader.ReadGroup(cursor, "\"metadata\""); break;
                default:
                    values[index] = ReadValue(cursor, index, out int at);
                    requestedAt = index == 0 ? at : requestedAt;
                    break;
            }
        }

        CheckComplete(cursor, blockAt, seen, hasAccessors);
        return cursor.Failed ? null : new LockedArtifact
        {
            Requested = values[0]!,
            Name = values[1]!,
            Type = values[2]!,
            Version = values[3]!,
            Registry = values[4]!,
            Digest = values[5]!,
            ManifestSha256 = values[6]!,
            Aliases = aliases,
            Tags = tags,
            Metadata = metadata,
            Files = values[8],
            PathPrefix = values[9],
            HasAccessors = hasAccessors,
            Entries = entries,
        };
    }

    private static void CheckComplete(JsonCursor cursor, int blockAt, int seen, bool hasAccessors)
    {
        for (int i = 0; i < RequiredCount; i++)
            if ((seen & (1 << i)) == 0)
                cursor.Fail(blockAt, $"a block has no \"{Properties[i]}\"");

        bool hasEntries = (seen & (1 << 11)) != 0;
        if (hasAccessors && !hasEntries)
            cursor.Fail(blockAt, "a block has no \"entries\"");
        if (!hasAccessors && hasEntries)
            cursor.Fail(blockAt, "a block has \"entries\" although its \"accessors\" is false");
    }

    private static string? ReadValue(JsonCursor cursor, int index, out int at)
    {
        string property = Properties[index];
        if (cursor.ReadString($"\"{property}\"", out at) is not { } value)
            return null;

        string? rule = property switch
        {
            "requested" when ReferenceRequest.Parse(value) is null => "entity/project/name:version-or-alias",
            "name" when !ReferenceRequest.IsQualifiedName(value) => "entity/project/name",
            "version" when !ReferenceRequest.IsVersion(value) => "'v' and digits",
            "digest" when !IsLowerHex(value, 32) => "32 lower-case hex digits",
            "manifest" when !IsLowerHex(value, 64) => "64 lower-case hex digits",
            "type" or "registry" when value.Length == 0 => "text that is not empty",
            _ => null,
        };
        if (rule is not null)
            cursor.Fail(at, $"\"{property}\" must be {rule}, but is {ShownText.Quote(value)}");

        return value;
    }

    private static EquatableArray<string> ReadTexts(JsonCursor cursor, string property, string each)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        bool first = true;
        cursor.Enter('[', property);
        while (cursor.More(']', ref first))
            if (cursor.ReadString(each, out _) is { } text)
                texts.Add(text);

        return texts.ToImmutable();
    }

    [MethodImpl(HotPath.OptimizeAtOnce)]
    internal static bool IsLowerHex(string text, int length)
    {
        if (text.Length != length)
            return false;

        foreach (char c in text)
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
                return false;

        return true;
    }
}
