using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks;

/// <summary>How references say that their files are copied. MSBuild compares these words without regard to case.</summary>
internal static class CopyKinds
{
    /// <summary>A file is copied when size or time differ.</summary>
    public const string IfDifferent = "IfDifferent";

    private const string Never = "Never";

    /// <summary>Whether a file of this kind is copied at all.</summary>
    public static bool IsCopied(string kind) => kind.Length > 0 && !Is(kind, Never);

    /// <summary>
    /// Whether a copy that nobody touched since the last build needs no new one. For <c>Always</c> and <c>PreserveNewest</c> MSBuild decides that.
    /// </summary>
    public static bool IsRightWhenUntouched(ITaskItem reference)
    {
        string kind = reference.GetMetadata("CopyToOutputDirectory");
        return !IsCopied(kind) || Is(kind, IfDifferent);
    }

    private static bool Is(string kind, string word) => string.Equals(kind, word, StringComparison.OrdinalIgnoreCase);
}
