using System.Collections.Immutable;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>Reads the entries of a block.</summary>
internal static class LockedEntryReader
{
    private const int PathIndex = 0, SizeIndex = 1, Sha256Index = 2, ReferenceIndex = 3;
    private static readonly string[] Properties = ["path", "size", "sha256", "ref"];

    public static EquatableArray<LockedEntry> ReadAll(JsonCursor cursor)
    {
        var entries = ImmutableArray.CreateBuilder<LockedEntry>();
        var paths = new EntryPathSet();
        bool first = true;
        cursor.Enter('[', "\"entries\"");
        while (cursor.More(']', ref first))
            if (Read(cursor, paths) is { } entry)
                entries.Add(entry);

        if (!cursor.Failed && paths.FindFileThatIsFolder(out int at) is { } path)
            cursor.Fail(at, $"the path {ShownText.Quote(path)} is a file and also a folder of other entries");

        return entries.ToImmutable();
    }

    private static LockedEntry? Read(JsonCursor cursor, EntryPathSet paths)
    {
        string? path = null, sha256 = null, reference = null;
        long size = 0;
        cursor.PeekToken();
        int entryAt = cursor.Position;
        int seen = 0;
        bool first = true;
        cursor.Enter('{', "an entry");
        while (cursor.More('}', ref first))
        {
            switch (cursor.ReadKnownProperty(Properties, ref seen))
            {
                case PathIndex: path = ReadPath(cursor, paths); break;
                case SizeIndex: size = ReadSize(cursor); break;
                case Sha256Index: sha256 = ReadSha256(cursor); break;
                case ReferenceIndex: reference = ReadReference(cursor); break;
            }
        }

        if (cursor.Failed)
            return null;

        bool hasSize = (seen & (1 << SizeIndex)) != 0;
        if (path is null)
            cursor.Fail(entryAt, "an entry has no \"path\"");
        else if (sha256 is null == reference is null)
            cursor.Fail(entryAt, $"the entry {ShownText.Quote(path)} must have either \"sha256\" or \"ref\"");
        else if (sha256 is null)
            return LockedEntry.OfReference(path, reference!, hasSize ? size : null);
        else if (!hasSize)
            cursor.Fail(entryAt, $"the entry {ShownText.Quote(path)} has no \"size\"");
        else
            return LockedEntry.OfFile(path, size, sha256);

        return null;
    }

    private static string? ReadPath(JsonCursor cursor, EntryPathSet paths)
    {
        if (cursor.ReadString("\"path\"", out int at) is not { } path)
            return null;

        if (EntryPath.FindProblem(path) is { } problem)
            cursor.Fail(at, $"the path {ShownText.Quote(path)} {problem}");
        else if (!paths.Add(path, at))
            cursor.Fail(at, $"the path {ShownText.Quote(path)} is there twice, if case is ignored");

        return path;
    }

    private static long ReadSize(JsonCursor cursor)
    {
        long size = cursor.ReadWhole("\"size\"", out int at);
        if (size == long.MaxValue)
            cursor.Fail(at, "\"size\" is too large");

        return size;
    }

    private static string? ReadSha256(JsonCursor cursor)
    {
        string? value = cursor.ReadString("\"sha256\"", out int at);
        if (value is not null && !LockedArtifactReader.IsLowerHex(value, 64))
            cursor.Fail(at, $"\"sha256\" must be 64 lower-case hex digits, but is {ShownText.Quote(value)}");

        return value;
    }

    private static string? ReadReference(JsonCursor cursor)
    {
        string? value = cursor.ReadString("\"ref\"", out int at);
        if (value is { Length: 0 })
            cursor.Fail(at, "\"ref\" is empty");

        return value;
    }
}
