using System.Text;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Media.Reading;
using ArtifactBuild.Model;

namespace ArtifactBuild.Media;

/// <summary>An HTML page.</summary>
public sealed class Html : MediaObject
{
    internal const string MediaKind = "html-file";

    // What W&B inserts; its bytes are part of the page's digest.
    private const string Styling =
        """<base target="_blank"><link rel="stylesheet" type="text/css" href="https://app.wandb.ai/normalize.css" />""";

    private readonly string? _fileName;
    private byte[] _content;
    private ManifestEntry? _stored;

    /// <summary>Takes a page from text.</summary>
    /// <param name="html">The page.</param>
    /// <param name="inject">Whether links open in a new window and the page gets W&amp;B's base style.</param>
    public Html(string html, bool inject = true)
        : this(Encoding.UTF8.GetBytes(inject ? Inject(html) : html), null)
    {
    }

    private Html(byte[] content, string? fileName)
        : base(MediaKind)
    {
        _content = content;
        _fileName = fileName;
    }

    /// <summary>The page: what will be stored, or what was.</summary>
    public string Text => Encoding.UTF8.GetString(_content);

    /// <summary>Takes a page from a file, which is read now.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="inject">Whether links open in a new window and the page gets W&amp;B's base style.</param>
    /// <returns>The page.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static Html FromFile(string path, bool inject = true) =>
        inject ? new Html(File.ReadAllText(path)) : new Html(File.ReadAllBytes(path), Path.GetFileName(path));

    /// <summary>Makes a page of its JSON; its file comes later.</summary>
    internal static Html Read(PythonDict json, MediaReading reading)
    {
        string path = json.Text("path");
        if (!Sha256Digest.TryParse(json.Text("sha256"), out Sha256Digest sha256))
            throw new FormatException("“sha256” is not a SHA-256");
        var html = new Html([], null);
        reading.Need(path, file => html.Fill(path, sha256, file));
        return html;
    }

    internal override PythonDict Describe(IObjectSink draft)
    {
        string sha256 = Sha256Digest.Of(_content).Hex;
        if (_stored is not null)
        {
            // The file of another version is referred to, unless the draft has it, too.
            if (!draft.Has(_stored))
                draft.Add(_stored);
            return new PythonDict { ["_type"] = Kind, ["path"] = _stored.Path, ["sha256"] = sha256 };
        }

        // A page made of text is named by its content; a file keeps its name in a folder that is.
        string path = _fileName is null ? "media/html/page.html" : $"media/html/{sha256[..20]}/{_fileName}";
        ManifestEntry entry = draft.AddFile(path, _content, isTemporary: _fileName is null);
        return new PythonDict { ["_type"] = Kind, ["path"] = entry.Path, ["sha256"] = sha256 };
    }

    private void Fill(string path, Sha256Digest sha256, MediaFile file)
    {
        var actual = Sha256Digest.Of(file.Bytes);
        if (actual != sha256)
        {
            throw new ArtifactException(
                ArtifactCodes.DigestMismatch,
                $"The page “{path}” has the SHA-256 {actual}, not {sha256} as the object says that it is of. Log the object again.");
        }

        _content = file.Bytes;
        _stored = file.Reference;
    }

    private static string Inject(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        string page = InsertAfter(html, "<head>", Styling)
            ?? InsertAfter(html, "<html>", $"<head>{Styling}</head>")
            ?? Styling + html;
        return page.Trim();
    }

    private static string? InsertAfter(string html, string tag, string text)
    {
        int at = html.IndexOf(tag, StringComparison.Ordinal);
        return at < 0 ? null : html.Insert(at + tag.Length, text);
    }
}
