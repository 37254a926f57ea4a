using System.Text;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Builds.Session;

/// <summary>The lockfile on the disk.</summary>
internal static class LockfileStorage
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the text; nothing when there is no file.</summary>
    /// <exception cref="ArtifactFileException">ART1010: it is not UTF-8. ART1013: it can't be read.</exception>
    public static string? ReadText(string path)
    {
        try
        {
            return StrictUtf8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            throw new ArtifactFileException(
                ArtifactCodes.LockfileMalformed,
                "The lockfile is not UTF-8. Bring it back from version control, or delete it and build again.",
                path);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw new ArtifactFileException(
                ArtifactCodes.LockfileAccess,
                $"The lockfile can't be read: {e.Message} Make it a file that the user who builds may read.",
                path);
        }
    }

    /// <exception cref="ArtifactFileException">ART1010, ART1011, ART1012: the text can't be read; it is never rewritten.</exception>
    public static Lockfile Parse(string text, string path)
    {
        LockfileReadResult result = LockfileReader.Read(text);
        return result.Error is LockfileError error
            ? throw new ArtifactFileException(error.Code, error.Message, path, error.Line, error.Column)
            : result.Lockfile!;
    }

    /// <summary>Writes the text under its name in one step.</summary>
    public static void Write(string path, string text) => DiskFailure.Explain(() => WholeFile.Write(path, text), e => new ArtifactFileException(
        ArtifactCodes.LockfileAccess,
        $"The lockfile can't be written: {e.Message} Make its folder writable, or build with ArtifactLockedMode=true when it must not change.",
        path));
}
