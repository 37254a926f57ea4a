using System.Runtime.CompilerServices;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>
/// Walks over JSON text, strictly by RFC 8259. The first problem is kept; from then on every method
/// returns at once with nothing, so that a caller may check <see cref="Failed"/> once per object.
/// </summary>
internal sealed partial class JsonCursor(string text)
{
    public string Text { get; } = text;

    public int Position { get; private set; }

    public string? Problem { get; private set; }

    public int ProblemAt { get; private set; }

    public bool Failed => Problem is not null;

    private bool AtEnd => Position >= Text.Length;

    public bool Fail(int at, string problem)
    {
        if (Problem is null)
        {
            Problem = problem;
            ProblemAt = at;
        }

        return false;
    }

    public char PeekToken()
    {
        SkipSpace();
        return AtEnd ? '\0' : Text[Position];
    }

    /// <summary>Steps into an object or array.</summary>
    public bool Enter(char open, string what)
    {
        if (Failed)
            return false;
        if (PeekToken() != open)
            return Fail(Position, $"{what} must begin with '{open}', but {Found()}");

        Position++;
        return true;
    }

    /// <summary>Steps to the next member of the object or array, or out of it.</summary>
    public bool More(char close, ref bool first)
    {
        if (Failed)
            return false;

        char next = PeekToken();
        if (next == close)
        {
            Position++;
            return false;
        }

        if (first)
        {
            first = false;
            return true;
        }

        if (next != ',')
            return Fail(Position, $"',' or '{close}' must follow, but {Found()}");

        int comma = Position++;
        return PeekToken() != close || Fail(comma, $"no comma may stand before '{close}'");
    }

    public void ReadEnd()
    {
        PeekToken();
        if (!AtEnd)
            Fail(Position, $"nothing may follow the closing brace, but {Found()}");
    }

    /// <summary>Reads a property name and its colon, and finds the name in a list.</summary>
    /// <returns>The index in the list, or -1 after a failure.</returns>
    public int ReadKnownProperty(string[] names, ref int seen)
    {
        PeekToken();
        int at = Position;
        int index = FindPlainName(names);
        if (index < 0)
        {
            if (ReadString("a property name", out at) is not { } name)
                return -1;

            index = Array.IndexOf(names, name);
            if (index < 0)
                Fail(at, $"the property {ShownText.Quote(name)} is not known");
        }

        if (index >= 0 && (seen & (1 << index)) != 0)
            Fail(at, $"the property \"{names[index]}\" is there twice");

        ReadColon();
        seen |= Failed ? 0 : 1 << index;
        return Failed ? -1 : index;
    }

    public void ReadColon()
    {
        if (Failed)
            return;
        if (PeekToken() == ':')
            Position++;
        else
            Fail(Position, $"':' must follow the property name, but {Found()}");
    }

    /// <summary>Steps over a number or a literal without judging it.</summary>
    public void SkipScalar()
    {
        int start = Position;
        while (!AtEnd && Text[Position] is not (',' or ']' or '}' or ' ' or '\n' or '\r' or '\t'))
            Position++;

        if (Position == start)
            Fail(start, "a value is missing");
    }

    /// <summary>Says what stands at the position, for the end of a sentence.</summary>
    public string Found() => AtEnd ? "the text ends here" : $"{ShownText.Quote(Text[Position].ToString())} stands here";

    // Nearly every name is plain and known: compare in place, and allocate nothing.
    [MethodImpl(HotPath.OptimizeAtOnce)]
    private int FindPlainName(string[] names)
    {
        if (Failed || AtEnd || Text[Position] != '"')
            return -1;

        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i];
            int end = Position + 1 + name.Length;
            if (end < Text.Length && Text[end] == '"' && string.CompareOrdinal(Text, Position + 1, name, 0, name.Length) == 0)
            {
                Position = end + 1;
                return i;
            }
        }

        return -1;
    }

    [MethodImpl(HotPath.OptimizeAtOnce)]
    private void SkipSpace()
    {
        string text = Text;
        int i = Position;
        while (i < text.Length && text[i] is ' ' or '\n' or '\r' or '\t')
            i++;

        Position = i;
    }
}
