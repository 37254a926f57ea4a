using System.Text;

namespace ArtifactBuild.Testing;

/// <summary>Damages JSON. A number makes the damage, the same every time, so a case that failed can be run again by itself.</summary>
internal sealed class Mutation
{
    private static readonly string[] Spices =
    [
        "\0", "\ufeff", "\"", "\\", "\\u", "\\ud800", "\\udc00\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e9", "0.1", "-0", "1E400",
        "9223372036854775807", "9223372036854775808", new string('9', 5000), "0." + new string('0', 5000) + "1", "<<<<<<< ", "\n=======\n", "../", "CON",
        "/", "C:", "\\u0000", "\u2028", "\r", "\t", "😀", "ﷺ", "İ", "class", "@", "\"format\": 2,", "\"x\": 0,", "\"path\": \"a\",", "\"tags\": [\"a\"],",
        "\"metadata\": { \"a\": { \"b\": [1e5, {}] } },", "\"version\": 1,", "\"contents\": {},", "\"extra\": { \"sha256\": 1 },", "\"size\": 1,",
    ];

    private readonly Random _random;
    private readonly List<byte> _bytes;

    private Mutation(byte[] document, int seed)
    {
        _random = new Random(seed);
        _bytes = [.. document];
    }

    /// <summary>Damages a document in one to four places.</summary>
    public static byte[] Of(byte[] document, int seed)
    {
        var mutation = new Mutation(document, seed);
        for (int damage = mutation._random.Next(1, 5); damage > 0 && mutation._bytes.Count > 0; damage--)
            mutation.Damage();

        return [.. mutation._bytes];
    }

    private void Damage()
    {
        int at = _random.Next(_bytes.Count);
        switch (_random.Next(12))
        {
            case 0:
                _bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                _bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                _bytes.RemoveRange(at, Math.Min(_random.Next(1, 40), _bytes.Count - at));
                break;
            case 3:
                _bytes.RemoveRange(at, _bytes.Count - at);
                break;
            case 4:
                Insert(at, [0xc0, 0x80, 0xff, (byte)_random.Next(256)]);
                break;
            case 5:
                Insert(at, Nested());
                break;
            case 6:
                Insert(at, Encoding.UTF8.GetBytes(Spices[_random.Next(Spices.Length)]));
                break;
            case 7:
                RepeatLine(at);
                break;
            default:
                SwapTokens();
                break;
        }
    }

    private void Insert(int at, byte[] bytes) => _bytes.InsertRange(at, bytes);

    // Most nest a little, some as deep as a stack would not bear.
    private byte[] Nested()
    {
        int depth = _random.Next(20) == 0 ? 100_000 : _random.Next(1, 100);
        string open = _random.Next(2) == 0 ? "[" : "{\"a\":";
        string close = open == "[" ? "]" : "}";
        return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth)) + "0" + string.Concat(Enumerable.Repeat(close, _random.Next(2) * depth)));
    }

    // A second property of the same name, a second entry of the same path.
    private void RepeatLine(int at)
    {
        int start = _bytes.LastIndexOf((byte)'\n', at) + 1;
        int end = _bytes.IndexOf((byte)'\n', at);
        if (end > start)
            Insert(start, [.. _bytes.GetRange(start, end + 1 - start)]);
    }

    // What is swapped is JSON still, as a rule: such damage reaches deeper than the grammar.
    private void SwapTokens()
    {
        List<(int Start, int Length)> tokens = Tokens();
        if (tokens.Count < 2)
            return;

        (int Start, int Length) first = tokens[_random.Next(tokens.Count)], second = tokens[_random.Next(tokens.Count)];
        // A name in the place of a value seldom gets far.
        while (_random.Next(8) > 0 && (IsValue(first) != IsValue(second) || _bytes[first.Start] != _bytes[second.Start]))
            second = tokens[_random.Next(tokens.Count)];
        if (first.Start > second.Start)
            (first, second) = (second, first);
        if (first.Start == second.Start)
            return;

        List<byte> one = _bytes.GetRange(first.Start, first.Length), other = _bytes.GetRange(second.Start, second.Length);
        _bytes.RemoveRange(second.Start, second.Length);
        _bytes.InsertRange(second.Start, one);
        _bytes.RemoveRange(first.Start, first.Length);
        _bytes.InsertRange(first.Start, other);
    }

    private bool IsValue((int Start, int Length) token) => token.Start > 2 && _bytes[token.Start - 2] == ':';

    private List<(int Start, int Length)> Tokens()
    {
        var tokens = new List<(int, int)>();
        for (int i = 0; i < _bytes.Count;)
        {
            int start = i;
            if (_bytes[i] == '"')
            {
                for (i++; i < _bytes.Count && _bytes[i] != '"'; i++)
                    i += _bytes[i] == '\\' ? 1 : 0;

                i = Math.Min(i + 1, _bytes.Count);
                tokens.Add((start, i - start));
            }
            else if (_bytes[i] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (>= (byte)'a' and <= (byte)'z'))
            {
                while (i < _bytes.Count && _bytes[i] is not ((byte)',' or (byte)' ' or (byte)'\n' or (byte)']' or (byte)'}' or (byte)'"'))
                    i++;

                tokens.Add((start, i - start));
            }
            else
            {
                i++;
            }
        }

        return tokens;
    }
}
