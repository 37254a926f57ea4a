using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks;

/// <summary>How references say that their files are copied.</summary>
internal static class CopyKinds
{
    /// <summary>The kinds as one text.</summary>
    /// <returns>
    /// <see langword="null"/> when one of them is <c>Always</c> or <c>PreserveNewest</c>: those look at times that a build which
    /// only compares the copies with the last ones does not know.
    /// </returns>
    public static string? Of(ITaskItem[] references)
    {
        string[] kinds = [.. references.Select(reference => reference.GetMetadata("CopyToOutputDirectory"))];
        return Array.TrueForAll(kinds, kind => IsCopied(kind) || kind is "Never" or "") ? string.Join(';', kinds) : null;
    }

    /// <summary>Whether a file of this kind is copied when it differs.</summary>
    public static bool IsCopied(string kind) => kind == "IfDifferent";
}
