using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Session;

/// <summary>Finds the line of a block, so that an error can point at it.</summary>
internal static class LockfileErrors
{
    private const string Property = "\"requested\": \"";

    /// <summary>An error at the block of a reference, or at the file where its text is laid out in another way.</summary>
    public static ArtifactFileException Error(string code, string message, string path, string text, string? requested)
    {
        // What a name may have needs no escape in JSON.
        int at = requested is null ? -1 : text.IndexOf($"{Property}{requested}\"", StringComparison.Ordinal);
        if (at < 0)
            return new ArtifactFileException(code, message, path);
        int lineStart = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        return new ArtifactFileException(code, message, path, text.AsSpan(0, at).Count('\n') + 1, at - lineStart + 1);
    }
}
