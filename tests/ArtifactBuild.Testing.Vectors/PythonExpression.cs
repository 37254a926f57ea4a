using System.Globalization;
using System.Numerics;
using System.Text;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>Reads a literal Python expression: numbers, texts, bytes, lists, tuples, sets and dictionaries of them, and names of types.</summary>
/// <param name="text">The expression.</param>
internal sealed class PythonExpression(string text)
{
    private static readonly Dictionary<string, object?> Names = new()
    {
        ["None"] = null,
        ["True"] = true,
        ["False"] = false,
        ["int"] = typeof(int),
        ["float"] = typeof(double),
        ["complex"] = typeof(Complex),
        ["str"] = typeof(string),
        ["bytes"] = typeof(byte[]),
        ["bool"] = typeof(bool),
        ["list"] = typeof(List<object>),
        ["tuple"] = typeof(List<object>),
        ["dict"] = typeof(Dictionary<string, object>),
        ["set"] = typeof(HashSet<object>),
        ["frozenset"] = typeof(HashSet<object>),
        ["object"] = typeof(object),
        ["datetime.datetime"] = typeof(DateTime),
        ["datetime.date"] = typeof(DateOnly),
        ["nan"] = double.NaN,
        ["inf"] = double.PositiveInfinity,
    };

    private int _at;

    public static object? Read(string text)
    {
        var reader = new PythonExpression(text);
        object? value = reader.Sum();
        return reader.Next() == '\0' ? value : throw reader.Unknown();
    }

    // A complex number is written as a sum: 1+2j.
    private object? Sum()
    {
        object? value = Operand();
        while (Next() is '+' or '-')
        {
            char sign = text[_at++];
            value = (value, Operand()) switch
            {
                (long or BigInteger or double, Complex part) => AsDouble(value) + (sign == '-' ? -part : part),
                _ => throw Unknown(),
            };
        }

        return value;
    }

    private object? Operand()
    {
        switch (Next())
        {
            case '-' or '+':
                bool isNegative = text[_at++] == '-';
                object? value = Operand();
                return isNegative ? Negative(value) : value;
            case '[':
                return Items(']').Items.ToArray();
            case '(':
                (List<object?> items, bool hasComma) = Items(')');
                return items.Count == 1 && !hasComma ? items[0] : items.ToArray();
            case '{':
                return Braces();
            case '\'' or '"':
                return Texts();
            case char c when char.IsAsciiDigit(c) || c == '.':
                return Number();
            case char c when char.IsAsciiLetter(c) || c == '_':
                return Name();
            default:
                throw Unknown();
        }
    }

    private object Negative(object? value)
    {
        switch (value)
        {
            case long number:
                return -number;
            case BigInteger number:
                return -number;
            case double number:
                return -number;
            case Complex number:
                return -number;
            default:
                throw Unknown();
        }
    }

    private (List<object?> Items, bool HasComma) Items(char end)
    {
        _at++;
        var items = new List<object?>();
        bool hasComma = false;
        while (Next() != end)
        {
            items.Add(Sum());
            if (Next() == end)
                break;
            Expect(',');
            hasComma = true;
        }

        _at++;
        return (items, hasComma);
    }

    private object Braces()
    {
        _at++;
        var pairs = new List<KeyValuePair<object?, object?>>();
        var items = new HashSet<object?>();
        while (Next() != '}')
        {
            object? first = Sum();
            if (Next() == ':')
            {
                _at++;
                pairs.Add(KeyValuePair.Create(first, Sum()));
            }
            else
            {
                items.Add(first);
            }

            if (Next() != '}')
                Expect(',');
        }

        _at++;
        return items.Count == 0 ? new PythonDictionary(pairs)
            : pairs.Count == 0 ? items
            : throw Unknown();
    }

    private object? Name()
    {
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '.'))
            _at++;
        string name = text[start.._at];
        if (name is "b" or "B" or "r" or "R" or "u" or "U" && _at < text.Length && text[_at] is '\'' or '"')
        {
            object literal = Texts(isRaw: name is "r" or "R");
            return name is "b" or "B" ? ((string)literal).Select(c => (byte)c).ToArray() : literal;
        }

        if (Next() != '(')
            return Names.TryGetValue(name, out object? value) ? value : throw Unknown(start);
        object?[] arguments = [.. Items(')').Items];
        return (name, arguments) switch
        {
            ("object", []) => new object(),
            ("list" or "tuple", []) => Array.Empty<object>(),
            ("list" or "tuple", [object?[] items]) => items,
            ("dict", []) => new PythonDictionary([]),
            ("set" or "frozenset", []) => new HashSet<object?>(),
            ("set" or "frozenset", [object?[] items]) => items.ToHashSet(),
            ("float", ["nan"]) => double.NaN,
            ("float", ["inf"]) => double.PositiveInfinity,
            ("float", ["-inf"]) => double.NegativeInfinity,
            ("bytes", []) => Array.Empty<byte>(),
            _ => throw Unknown(start),
        };
    }

    private object Number()
    {
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '.' or '_' || (text[_at] is '+' or '-' && text[_at - 1] is 'e' or 'E' && !text[start..].StartsWith("0x", StringComparison.Ordinal))))
            _at++;
        string number = text[start.._at].Replace("_", "", StringComparison.Ordinal);
        bool isComplex = number[^1] is 'j' or 'J';
        string digits = isComplex ? number[..^1] : number;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex))
            return hex;
        if (!isComplex && digits.All(char.IsAsciiDigit))
        {
            if (long.TryParse(digits, CultureInfo.InvariantCulture, out long whole))
                return whole;
            return BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        }

        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            throw Unknown(start);
        if (isComplex)
            return new Complex(0, value);
        return value;
    }

    // Texts that stand beside each other are one.
    private string Texts(bool isRaw = false)
    {
        var result = new StringBuilder();
        do
        {
            char quote = text[_at++];
            while (_at < text.Length && text[_at] != quote)
                result.Append(text[_at] == '\\' && !isRaw ? Escape() : text[_at++].ToString());
            if (_at == text.Length)
                throw Unknown();
            _at++;
        }
        while (Next() is '\'' or '"');
        return result.ToString();
    }

    private string Escape()
    {
        int start = _at++;
        char c = _at < text.Length ? text[_at++] : throw Unknown(start);
        return c switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            '0' => "\0",
            '\\' or '\'' or '"' => c.ToString(),
            'x' => Hex(2),
            'u' => Hex(4),
            'U' => Hex(8),
            _ => throw Unknown(start),
        };
    }

    private string Hex(int digits)
    {
        if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
            throw Unknown();
        _at += digits;
        return code > 0xFFFF ? char.ConvertFromUtf32(code) : ((char)code).ToString();
    }

    private char Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        return _at < text.Length ? text[_at] : '\0';
    }

    private void Expect(char c)
    {
        if (Next() != c)
            throw Unknown();
        _at++;
    }

    private static double AsDouble(object? number) => number is BigInteger large ? (double)large : Convert.ToDouble(number, CultureInfo.InvariantCulture);

    private AssertFailedException Unknown(int? at = null) => new($"The Python expression “{text}” is not known from character {at ?? _at} on.");
}
