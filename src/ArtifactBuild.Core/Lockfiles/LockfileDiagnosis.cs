using System.Globalization;

namespace ArtifactBuild.Lockfiles;

/// <summary>Finds out, after the strict reading failed, which kind of failure it is: that costs a good lockfile nothing.</summary>
internal static class LockfileDiagnosis
{
    private const int MaxDepth = 64;
    private const string StartOver = "delete the file and run `dotnet build -t:ArtifactUpdate`";

    // No valid JSON has a line that begins with one of these.
    private static readonly string[] Markers = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
    private static readonly char[] LineEnds = ['\n', '\r'];

    public static LockfileError Explain(JsonCursor failed)
    {
        string text = failed.Text;
        int marker = FindMergeMarker(text);
        if (marker >= 0)
            return MakeError(
                text,
                marker,
                LockfileError.MergeConflictCode,
                $"The lockfile has the markers of an unresolved merge. Keep the block that you want for each reference and resolve the conflict, or {StartOver}.");

        var lenient = new JsonCursor(text);
        long format = FindFormat(lenient, out int formatAt);
        if (format > Lockfile.CurrentFormat)
        {
            string shown = format == long.MaxValue ? "a later format" : "format " + format.ToString(CultureInfo.InvariantCulture);
            return MakeError(
                text,
                formatAt,
                LockfileError.NewerFormatCode,
                $"The lockfile has {shown} and was written by a newer version of ArtifactBuild; this one reads format 1. Update the ArtifactBuild package.");
        }

        return MakeError(
            text,
            failed.ProblemAt,
            LockfileError.MalformedCode,
            $"The lockfile is malformed: {failed.Problem}. Restore it from source control, or {StartOver}.");
    }

    private static LockfileError MakeError(string text, int at, string code, string message)
    {
        int line = 1, lineStart = 0;
        for (int i = 0; i < at && i < text.Length; i++)
        {
            if (text[i] != '\n' && (text[i] != '\r' || (i + 1 < text.Length && text[i + 1] == '\n')))
                continue;

            line++;
            lineStart = i + 1;
        }

        return new LockfileError(code, message, line, at - lineStart + 1);
    }

    private static int FindMergeMarker(string text)
    {
        for (int start = 0; start < text.Length; start = NextLine(text, start))
            foreach (string marker in Markers)
                if (string.CompareOrdinal(text, start, marker, 0, marker.Length) == 0)
                    return start;

        return -1;
    }

    private static int NextLine(string text, int start)
    {
        int end = text.IndexOfAny(LineEnds, start);
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>Looks for the format among properties of any kind, because a later format may have others.</summary>
    private static long FindFormat(JsonCursor cursor, out int at)
    {
        at = 0;
        bool first = true;
        cursor.Enter('{', "");
        while (cursor.More('}', ref first))
        {
            string? name = cursor.ReadString("", out _);
            cursor.ReadColon();
            if (name == "format")
            {
                long format = cursor.ReadWhole("", out at);
                return cursor.Failed ? 0 : format;
            }

            SkipValue(cursor, MaxDepth);
        }

        return 0;
    }

    private static void SkipValue(JsonCursor cursor, int depth)
    {
        if (depth == 0)
            cursor.Fail(cursor.Position, "");

        bool first = true;
        switch (cursor.PeekToken())
        {
            case '{':
                cursor.Enter('{', "");
                while (cursor.More('}', ref first))
                {
                    cursor.ReadString("", out _);
                    cursor.ReadColon();
                    SkipValue(cursor, depth - 1);
                }

                break;
            case '[':
                cursor.Enter('[', "");
                while (cursor.More(']', ref first))
                    SkipValue(cursor, depth - 1);

                break;
            case '"':
                cursor.ReadString("", out _);
                break;
            default:
                cursor.SkipScalar();
                break;
        }
    }
}
