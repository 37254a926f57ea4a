using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Analysis;

/// <summary>Paths as code has them.</summary>
internal static class OutputPath
{
    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>Brings a path into the form that the lockfile has.</summary>
    /// <returns>Segments with a slash between them, and at the end when the text had one; null for a path that is rooted or leads upwards.</returns>
    public static string? Normalize(string text)
    {
        if (text.Length == 0 || text[0] is '/' or '\\')
            return null;
        if (text.IndexOfAny(Separators) < 0)
            return text;

        string[] segments = text.Split(Separators);
        if (segments.Contains(".."))
            return null;

        string path = string.Join("/", segments.Where(static segment => segment.Length > 0 && segment != "."));
        return text[text.Length - 1] is '/' or '\\' ? path + "/" : path;
    }

    /// <summary>Says whether a text names one path in an artifact, and is no pattern, format or sentence.</summary>
    public static bool IsPlain(string path)
    {
        path = path.TrimEnd('/');
        if (EntryPath.FindProblem(path) is not null || path[0] == ' ')
            return false;

        foreach (char c in path)
            if (c is < ' ' or '*' or '?' or '{' or '}' or '<' or '>' or '|' or '"' or '%' or '$')
                return false;

        return true;
    }
}
