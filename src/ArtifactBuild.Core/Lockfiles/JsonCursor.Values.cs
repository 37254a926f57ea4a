using System.Runtime.CompilerServices;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <content>What reads a string, a number or a literal.</content>
internal sealed partial class JsonCursor
{
    private static readonly string[] BooleanLiterals = ["true", "false"];

    [MethodImpl(HotPath.OptimizeAtOnce)]
    public string? ReadString(string what, out int at)
    {
        if (Failed)
        {
            at = Position;
            return null;
        }

        bool isString = PeekToken() == '"';
        at = Position;
        if (!isString)
        {
            Fail(at, $"{what} must be a string, but {Found()}");
            return null;
        }

        string text = Text;
        int start = at + 1;
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"')
            {
                Position = i + 1;
                return text.Substring(start, i - start);
            }

            if (c is < ' ' or '\\' || char.IsSurrogate(c))
                break;
        }

        var slow = new JsonStringReader(this, start);
        string? value = slow.Read();
        Position = slow.Position;
        return value;
    }

    public bool ReadBoolean(string what)
    {
        PeekToken();
        foreach (string literal in BooleanLiterals)
        {
            if (!Failed && string.CompareOrdinal(Text, Position, literal, 0, literal.Length) == 0)
            {
                Position += literal.Length;
                return literal.Length == 4;
            }
        }

        return Fail(Position, $"{what} must be true or false, but {Found()}");
    }

    /// <summary>Reads a whole number that is not negative; more than a long can hold becomes its greatest value.</summary>
    public long ReadWhole(string what, out int at)
    {
        char c = PeekToken();
        at = Position;
        if (Failed)
            return 0;

        if (c == '-')
            Fail(at, $"{what} must not be negative");
        else if (c is < '0' or > '9')
            Fail(at, $"{what} must be a number, but {Found()}");

        long value = 0;
        int i = at;
        for (; i < Text.Length && Text[i] is >= '0' and <= '9'; i++)
        {
            int digit = Text[i] - '0';
            value = value > (long.MaxValue - digit) / 10 ? long.MaxValue : (value * 10) + digit;
        }

        if (c == '0' && i > at + 1)
            Fail(at, $"{what} must not begin with a needless zero");
        if (i < Text.Length && Text[i] is '.' or 'e' or 'E')
            Fail(at, $"{what} must be a whole number, without fraction or exponent");

        Position = i;
        return value;
    }

    /// <summary>Reads the literal null.</summary>
    public bool ReadNull(string what)
    {
        const string Literal = "null";
        PeekToken();
        if (Failed || string.CompareOrdinal(Text, Position, Literal, 0, Literal.Length) != 0)
            return Fail(Position, $"{what} must be JSON, but {Found()}");

        Position += Literal.Length;
        return true;
    }

    /// <summary>Reads any number, as it stands there.</summary>
    public string? ReadNumber(string what)
    {
        PeekToken();
        int start = Position;
        int end = Failed ? -1 : JsonNumber.FindEnd(Text, start);
        if (end < 0)
        {
            Fail(start, $"{what} must be JSON, but {Found()}");
            return null;
        }

        Position = end;
        return Text.Substring(start, end - start);
    }
}
