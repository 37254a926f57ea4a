using System.Text;
using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>What an object may be called, and the order of listings: that of the names' UTF-8 bytes.</summary>
internal sealed class ObjectNameOrder : IComparer<string>
{
    public static readonly ObjectNameOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        (x, y) = (x ?? "", y ?? "");
        int common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length)
            return x.Length - y.Length;

        // UTF-16 puts surrogates before U+E000, UTF-8 puts them last.
        return Rank(x[common]) - Rank(y[common]);
    }

    /// <summary>Throws the API's own complaint about a name that no object can have.</summary>
    public static void Check(string name)
    {
        if (name.Length == 0)
            throw ApiError.Required("name", "Required parameter: name");
        if (Encoding.UTF8.GetByteCount(name) > 1024)
            throw ApiError.Invalid("The specified object name is longer than 1024 bytes in UTF-8.");
        if (name is "." or ".." || name.AsSpan().ContainsAny('\r', '\n') || name.StartsWith(".well-known/acme-challenge/", StringComparison.Ordinal))
            throw ApiError.Invalid("The specified object name is not valid.");
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
