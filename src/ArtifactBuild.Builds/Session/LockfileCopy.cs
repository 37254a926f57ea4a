using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Builds.Session;

/// <summary>A lockfile as it was at one moment: its text, and what that says, which is parsed when it is first asked for.</summary>
/// <param name="path">Its absolute path.</param>
/// <param name="text">Its text; nothing when there was no file.</param>
/// <param name="content">The parsed text, when the caller has it already.</param>
internal sealed class LockfileCopy(string path, string? text, Lockfile? content = null)
{
    private Lockfile? _content = content;

    /// <summary>Its text; nothing when there was no file.</summary>
    public string? Text => text;

    /// <summary>What it pins; nothing at all when there was no file.</summary>
    /// <exception cref="Diagnostics.ArtifactFileException">ART1010, ART1011, ART1012: the text can't be read.</exception>
    public Lockfile Content => _content ??= text is null ? Lockfile.Empty : LockfileStorage.Parse(text, path);

    /// <summary>Reads a lockfile.</summary>
    /// <exception cref="Diagnostics.ArtifactFileException">ART1010: it is not UTF-8. ART1013: it can't be read.</exception>
    public static LockfileCopy Read(string path) => new(path, LockfileStorage.ReadText(path));
}
