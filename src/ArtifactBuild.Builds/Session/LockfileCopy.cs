using System.Text;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Builds.Session;

/// <summary>A lockfile as it was at one moment: its text, and what that says, which is parsed when it is first asked for.</summary>
/// <param name="path">Its absolute path.</param>
/// <param name="text">Its text; nothing when there was no file.</param>
/// <param name="content">The parsed text, when the caller has it already.</param>
internal sealed class LockfileCopy(string path, string? text, Lockfile? content = null)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Lockfile? _content = content;

    /// <summary>Its text; nothing when there was no file.</summary>
    public string? Text => text;

    /// <summary>What it pins; nothing at all when there was no file.</summary>
    /// <exception cref="ArtifactFileException">ART1010, ART1011, ART1012: the text can't be read; it is never rewritten.</exception>
    public Lockfile Content => _content ??= text is null ? Lockfile.Empty : Parse(text);

    /// <summary>Reads a lockfile.</summary>
    /// <exception cref="ArtifactFileException">ART1010: it is not UTF-8. ART1013: it can't be read.</exception>
    public static LockfileCopy Read(string path)
    {
        try
        {
            return new LockfileCopy(path, StrictUtf8.GetString(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new LockfileCopy(path, null);
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

    /// <summary>The lockfile as it is now, because another process may have written it; this very copy when it has the same text.</summary>
    /// <exception cref="ArtifactFileException">ART1010, ART1013: it can't be read.</exception>
    public LockfileCopy ReadAgain()
    {
        LockfileCopy now = Read(path);
        return now.Text == text ? this : now;
    }

    /// <summary>Writes another lockfile in its place, in one step.</summary>
    /// <returns>The lockfile as it is then.</returns>
    /// <exception cref="ArtifactFileException">ART1013: it can't be written.</exception>
    public LockfileCopy Write(Lockfile next)
    {
        string written = LockfileWriter.Write(next);
        try
        {
            WholeFile.Write(path, written);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw new ArtifactFileException(
                ArtifactCodes.LockfileAccess,
                $"The lockfile can't be written: {e.Message} Make its folder writable, or build with ArtifactLockedMode=true when it must not change.",
                path);
        }

        return new LockfileCopy(path, written, next);
    }

    /// <summary>An error at the block of a reference, or at the file where its text is laid out in another way.</summary>
    public ArtifactFileException Error(string code, string message, string? requested)
    {
        // What a name may have needs no escape in JSON.
        int at = requested is null || text is null ? -1 : text.IndexOf($"\"requested\": \"{requested}\"", StringComparison.Ordinal);
        if (at < 0)
            return new ArtifactFileException(code, message, path);
        int lineStart = at == 0 ? 0 : text!.LastIndexOf('\n', at - 1) + 1;
        return new ArtifactFileException(code, message, path, text.AsSpan(0, at).Count('\n') + 1, at - lineStart + 1);
    }

    private Lockfile Parse(string json)
    {
        LockfileReadResult result = LockfileReader.Read(json);
        return result.Error is LockfileError error
            ? throw new ArtifactFileException(error.Code, error.Message, path, error.Line, error.Column)
            : result.Lockfile!;
    }
}
