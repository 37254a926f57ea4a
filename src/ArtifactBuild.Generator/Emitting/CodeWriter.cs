using System.Text;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Code in the making, with its indentation.</summary>
internal sealed class CodeWriter(int capacity)
{
    private readonly StringBuilder _code = new(capacity);

    public int Depth { get; set; }

    /// <summary>Appends what stands in front of everything, or behind it.</summary>
    public StringBuilder Raw(string text) => _code.Append(text);

    /// <summary>Begins a line.</summary>
    public StringBuilder Line() => _code.Append(' ', Depth * 4);

    /// <summary>Begins the first line of a member, and leaves a line free above it unless it is the first one.</summary>
    public StringBuilder Member()
    {
        if (_code[_code.Length - 2] != '{')
            _code.Append('\n');

        return Line();
    }

    /// <summary>Appends the summary of a member.</summary>
    public void Summary(string text) => Member().Append("/// <summary>").Append(text).Append("</summary>\n");

    public void Constant(string name, string value, string summary)
    {
        Summary(summary);
        Line().Append("public const string ").Append(name).Append(" = \"").AppendLiteral(value).Append("\";\n");
    }

    public void Open()
    {
        Line().Append("{\n");
        Depth++;
    }

    public void Close()
    {
        Depth--;
        Line().Append("}\n");
    }

    public override string ToString() => _code.ToString();
}
