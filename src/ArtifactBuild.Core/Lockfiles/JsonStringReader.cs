using System.Text;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>Reads the rest of a string that has escapes or surrogates, or that is broken.</summary>
internal sealed class JsonStringReader(JsonCursor cursor, int start)
{
    private readonly StringBuilder _value = new();
    private int _highSurrogateAt = -1;

    public int Position { get; private set; } = start;

    public string? Read()
    {
        string text = cursor.Text;
        while (Position < text.Length)
        {
            char c = text[Position];
            if (c == '"')
            {
                EndPair();
                Position++;
                return cursor.Failed ? null : _value.ToString();
            }

            if (c < ' ')
                cursor.Fail(Position, $"{ShownText.Quote(c.ToString())} stands in a string, where it must be escaped");
            else if (c == '\\')
                ReadEscape();
            else
                Append(c, 1);

            if (cursor.Failed)
                return null;
        }

        cursor.Fail(Position, "the text ends inside a string");
        return null;
    }

    private void ReadEscape()
    {
        string text = cursor.Text;
        if (Position + 1 == text.Length)
        {
            Position++;
            return;
        }

        switch (text[Position + 1])
        {
            case '"': Append('"', 2); break;
            case '\\': Append('\\', 2); break;
            case '/': Append('/', 2); break;
            case 'b': Append('\b', 2); break;
            case 'f': Append('\f', 2); break;
            case 'n': Append('\n', 2); break;
            case 'r': Append('\r', 2); break;
            case 't': Append('\t', 2); break;
            case 'u': ReadHexEscape(); break;
            case var other: cursor.Fail(Position, $"a backslash before {ShownText.Quote(other.ToString())} is not an escape"); break;
        }
    }

    private void ReadHexEscape()
    {
        int unit = 0;
        for (int i = Position + 2; i < Position + 6; i++)
        {
            char c = i < cursor.Text.Length ? cursor.Text[i] : '\0';
            int digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'a' and <= 'f' => c - 'a' + 10,
                >= 'A' and <= 'F' => c - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                cursor.Fail(Position, "four hex digits must follow \\u");
                return;
            }

            unit = (unit * 16) + digit;
        }

        Append((char)unit, 6);
    }

    private void Append(char unit, int length)
    {
        if (char.IsLowSurrogate(unit))
        {
            if (_highSurrogateAt < 0)
                FailAtHalfPair(Position);

            _highSurrogateAt = -1;
        }
        else
        {
            EndPair();
            if (char.IsHighSurrogate(unit))
                _highSurrogateAt = Position;
        }

        _value.Append(unit);
        Position += length;
    }

    private void EndPair()
    {
        if (_highSurrogateAt >= 0)
            FailAtHalfPair(_highSurrogateAt);
    }

    private void FailAtHalfPair(int at) => cursor.Fail(at, "half a surrogate pair stands in a string");
}
