using System.Runtime.CompilerServices;

namespace ArtifactBuild.Shared;

/// <summary>The rule that a path inside an artifact must follow to be safe on every file system.</summary>
internal static class EntryPath
{
    /// <summary>The longest path, in UTF-16 units.</summary>
    public const int MaxLength = 1024;

    /// <summary>Looks for what makes a path unsafe.</summary>
    /// <param name="path">The path, with forward slashes.</param>
    /// <returns>Null when the path is safe, else the reason, which continues the sentence "the path …".</returns>
    [MethodImpl(HotPath.OptimizeAtOnce)]
    public static string? FindProblem(string path)
    {
        if (path.Length == 0)
            return "is empty";
        if (path.Length > MaxLength)
            return "is longer than 1024 characters";
        if (path[0] == '/')
            return "is absolute";

        int start = 0;
        for (int i = 0; i < path.Length; i++)
        {
            char c = path[i];
            if (c == '/')
            {
                if (FindSegmentProblem(path, start, i) is { } problem)
                    return problem;

                start = i + 1;
            }
            else if (c == '\\')
            {
                return "has a backslash";
            }
            else if (c is > ' ' and < '\u007f')
            {
                continue;
            }
            else if (char.IsControl(c))
            {
                return "has a control character";
            }
            else if (char.IsSurrogate(c))
            {
                if (i + 1 == path.Length || !char.IsSurrogatePair(c, path[i + 1]))
                    return "has half a surrogate pair";

                i++;
            }
        }

        return FindSegmentProblem(path, start, path.Length);
    }

    [MethodImpl(HotPath.OptimizeAtOnce)]
    private static string? FindSegmentProblem(string path, int start, int end)
    {
        int length = end - start;
        if (length == 0)
            return "has an empty segment";

        char first = path[start], last = path[end - 1];
        if (last == '.')
        {
            if (length == 1)
                return "has a '.' segment";

            return length == 2 && first == '.' ? "has a '..' segment" : "has a segment that ends in a dot";
        }

        if (last == ' ')
            return "has a segment that ends in a space";
        if (length > 1 && path[start + 1] == ':' && (char)(first | 0x20) is >= 'a' and <= 'z')
            return "has a drive letter";

        return IsDeviceName(path, start, end) ? "has a segment that is the name of a Windows device" : null;
    }

    // Windows takes "con", "CON.txt" and "con .txt" for the console, whatever folder they are in.
    private static bool IsDeviceName(string path, int start, int end)
    {
        if (end - start < 3 || (char)(path[start] | 0x20) is not ('c' or 'p' or 'a' or 'n' or 'l'))
            return false;

        int dot = path.IndexOf('.', start, end - start);
        int stop = dot < 0 ? end : dot;
        while (stop > start && path[stop - 1] == ' ')
            stop--;

        switch (path.Substring(start, stop - start).ToUpperInvariant())
        {
            case "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$":
                return true;
            case { Length: 4 } name:
                // The superscripts one to three count as digits too.
                return (name.StartsWith("COM", StringComparison.Ordinal) || name.StartsWith("LPT", StringComparison.Ordinal))
                    && name[3] is (>= '0' and <= '9') or '\u00b9' or '\u00b2' or '\u00b3';
            default:
                return false;
        }
    }
}
