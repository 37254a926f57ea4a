using System.Text;

namespace ArtifactBuild.Content;

/// <summary>Writes files that others may read at any time: whole or not at all.</summary>
internal static class WholeFile
{
    // A text that can't be encoded is an error rather than a text with question marks.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a text under its name in one step.</summary>
    public static void Write(string path, string text)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, text, StrictUtf8);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes lines under a name in one step.</summary>
    public static void Write(string path, IEnumerable<string> lines) => Write(path, string.Join('\n', lines) + "\n");
}
