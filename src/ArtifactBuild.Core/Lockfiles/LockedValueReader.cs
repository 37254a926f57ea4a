using System.Collections.Immutable;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>Reads pinned metadata, which is any JSON within bounds.</summary>
internal static class LockedValueReader
{
    /// <summary>Reads an object.</summary>
    public static EquatableArray<LockedProperty> ReadGroup(JsonCursor cursor, string what, int depth = 1)
    {
        var properties = ImmutableArray.CreateBuilder<LockedProperty>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        bool first = true;
        cursor.Enter('{', what);
        while (cursor.More('}', ref first))
        {
            if (cursor.ReadString("a property name", out int at) is not { } name)
                break;
            if (!names.Add(name))
                cursor.Fail(at, $"the property {ShownText.Quote(name)} is there twice");

            cursor.ReadColon();
            if (Read(cursor, depth) is { } value)
                properties.Add(new LockedProperty(name, value));
        }

        return properties.ToImmutable();
    }

    private static LockedValue? Read(JsonCursor cursor, int depth)
    {
        if (cursor.Failed)
            return null;

        char next = cursor.PeekToken();
        if (next is '{' or '[' && depth >= LockedValue.MaxDepth)
        {
            cursor.Fail(cursor.Position, $"metadata nests more than {LockedValue.MaxDepth} levels deep");
            return null;
        }

        return next switch
        {
            '{' => LockedValue.OfGroup(ReadGroup(cursor, "an object", depth + 1)),
            '[' => LockedValue.OfList(ReadList(cursor, depth + 1)),
            '"' => cursor.ReadString("a string", out _) is { } text ? LockedValue.OfText(text) : null,
            'n' => cursor.ReadNull("a value") ? LockedValue.Null : null,
            't' or 'f' => LockedValue.OfBoolean(cursor.ReadBoolean("a value")),
            _ => cursor.ReadNumber("a value") is { } number ? LockedValue.OfNumber(number) : null,
        };
    }

    private static EquatableArray<LockedValue> ReadList(JsonCursor cursor, int depth)
    {
        var items = ImmutableArray.CreateBuilder<LockedValue>();
        bool first = true;
        cursor.Enter('[', "an array");
        while (cursor.More(']', ref first))
            if (Read(cursor, depth) is { } item)
                items.Add(item);

        return items.ToImmutable();
    }
}
