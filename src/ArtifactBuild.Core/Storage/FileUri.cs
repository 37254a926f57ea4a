namespace ArtifactBuild.Storage;

/// <summary>The <c>file:</c> URI of a path.</summary>
internal static class FileUri
{
    /// <summary>
    /// Writes the URI with everything escaped but letters, digits and <c>- _ . ~</c>, as Python's <c>Path.as_uri</c> does.
    /// <see cref="Uri"/> would take a percent sign in the path for an escape.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The URI, which <see cref="Uri.LocalPath"/> turns into the same path.</returns>
    public static string Of(string path)
    {
        string[] parts = path.Split(Path.DirectorySeparatorChar);
        // The first part of a path on Windows is the drive, with its colon.
        string escaped = string.Join('/', parts.Select((part, i) => i == 0 ? part : Uri.EscapeDataString(part)));
        if (escaped.StartsWith("//", StringComparison.Ordinal))
            return "file:" + escaped;
        return (escaped.StartsWith('/') ? "file://" : "file:///") + escaped;
    }
}
