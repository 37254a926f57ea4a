using System.Text;
using ArtifactBuild.Artifacts;

namespace ArtifactBuild.Media;

/// <summary>An HTML page.</summary>
public sealed class Html : MediaObject
{
    internal const string MediaKind = "html-file";

    // What W&B inserts; its bytes are part of the page's digest.
    private const string Styling =
        """<base target="_blank"><link rel="stylesheet" type="text/css" href="https://app.wandb.ai/normalize.css" />""";

    private readonly byte[] _content;
    private readonly string? _fileName;

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

    /// <summary>Takes a page from a file, which is read now.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="inject">Whether links open in a new window and the page gets W&amp;B's base style.</param>
    /// <returns>The page.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static Html FromFile(string path, bool inject = true) =>
        inject ? new Html(File.ReadAllText(path)) : new Html(File.ReadAllBytes(path), Path.GetFileName(path));

    internal override PythonDict Serialize(DraftFiles draft)
    {
        string sha256 = Sha256Digest.Of(_content).Hex;
        // A page made of text is named by its content; a file keeps its name in a folder that is.
        string path = _fileName is null ? "media/html/page.html" : $"media/html/{sha256[..20]}/{_fileName}";
        ManifestEntry entry = draft.Stage(path, _content, isTemporary: _fileName is null);
        draft.Add([(entry.LocalPath!, entry)], overwrite: false);
        return new PythonDict { ["_type"] = Kind, ["path"] = entry.Path, ["sha256"] = sha256 };
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
