using System.Diagnostics.CodeAnalysis;
using System.Text;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Model;

/// <summary>Paths inside an artifact: <c>/</c>-separated, relative, and safe to write below a folder on every system.</summary>
public static class LogicalPath
{
    /// <summary>
    /// The order of paths in a manifest: ascending code points, which is the order of their UTF-8 bytes and not .NET's ordinal
    /// order. W&amp;B's artifact digest depends on it.
    /// </summary>
    internal static IComparer<string> Order { get; } = Comparer<string>.Create(Utf8Order.Compare);

    /// <summary>
    /// Gives a path its normal form by the rules of POSIX pure paths: repeated slashes collapse, <c>.</c> parts and a
    /// trailing slash vanish, <c>..</c> and leading slashes stay, and empty text becomes <c>.</c>.
    /// </summary>
    /// <param name="path">The path; on Windows a backslash separates, too.</param>
    /// <returns>The normal form, which is not yet known to be safe.</returns>
    /// <remarks>Source: the rules for logical paths of W&amp;B 0.18.</remarks>
    public static string Normalize(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Normalize(path, OperatingSystem.IsWindows());
    }

    /// <summary>Says why a path can't be the path of an entry.</summary>
    /// <param name="path">A normal form.</param>
    /// <param name="reason">What is wrong with it, as the end of a sentence that begins with the path.</param>
    /// <returns>Whether the path is safe on every system.</returns>
    /// <remarks>
    /// W&amp;B 0.28 refuses anchors and <c>..</c>. What some system can't store is refused besides (device names, control
    /// characters, backslashes, a dot or space at the end), because a version that is logged on one must be restored on all.
    /// </remarks>
    public static bool IsSafe(string path, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(path);
        reason = EntryPath.FindProblem(path);
        return reason is null;
    }

    /// <summary>Gives a path its normal form and makes sure that it is safe.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The normal form.</returns>
    /// <exception cref="ArtifactException">ART3004: the path is not safe.</exception>
    public static string NormalizeSafe(string path)
    {
        string normal = Normalize(path);
        EnsureSafe(normal);
        return normal;
    }

    /// <summary>Makes sure that a path is safe.</summary>
    /// <param name="path">A normal form.</param>
    /// <exception cref="ArtifactException">ART3004: the path is not safe.</exception>
    public static void EnsureSafe(string path)
    {
        if (!IsSafe(path, out string? reason))
        {
            throw new ArtifactException(
                ArtifactCodes.UnsafePath,
                $"The path “{Printable(path)}” {reason}. Paths in an artifact are relative, without “..”, and legal on every system.");
        }
    }

    /// <summary>The text with everything that could disturb a log line made visible.</summary>
    internal static string Printable(string text)
    {
        if (IsWellFormed(text))
            return text;
        var result = new StringBuilder();
        foreach (char c in text)
        {
            if (char.IsControl(c) || char.IsSurrogate(c))
                result.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                result.Append(c);
        }

        return result.ToString();
    }

    internal static string Normalize(string path, bool windows)
    {
        if (windows)
            path = path.Replace('\\', '/');
        string root = path.StartsWith('/')
            ? path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("///", StringComparison.Ordinal) ? "//" : "/"
            : "";
        string rest = string.Join('/', path.Split('/').Where(part => part is not ("" or ".")));
        return root.Length + rest.Length == 0 ? "." : root + rest;
    }

    private static bool IsWellFormed(string path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (char.IsControl(path[i]) || char.IsLowSurrogate(path[i]))
                return false;
            if (char.IsHighSurrogate(path[i]) && (++i == path.Length || !char.IsLowSurrogate(path[i])))
                return false;
        }

        return true;
    }
}
