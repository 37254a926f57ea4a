using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Reading;

/// <summary>What a cell of a type was before it was written as JSON.</summary>
internal sealed class CellRule
{
    private static readonly CellRule Guess = new([DataType.Any]);
    private static readonly long MinMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly FrozenSet<string> _names;
    private readonly FrozenSet<string> _classes;
    private readonly bool _guesses;
    private readonly CellRule? _items;
    private readonly FrozenDictionary<string, CellRule> _members;

    private CellRule(IReadOnlyCollection<DataType> types)
    {
        _names = types.Select(type => type.Name).ToFrozenSet(StringComparer.Ordinal);
        _classes = types.OfType<PythonObjectType>().Select(type => type.ClassName).ToFrozenSet(StringComparer.Ordinal);
        _guesses = _names.Contains("any") || _names.Contains("unknown") || _names.Contains("invalid");
        ListType[] lists = [.. types.OfType<ListType>()];
        _items = lists.Length == 0 ? null : Of(lists.Select(list => list.ElementType));
        _members = types.OfType<TypedDictType>().SelectMany(dict => dict.TypeMap)
            .GroupBy(member => member.Key.ToString(), member => member.Value)
            .ToFrozenDictionary(member => member.Key, Of, StringComparer.Ordinal);
    }

    /// <summary>The rule for a value of any of some types.</summary>
    public static CellRule Of(IEnumerable<DataType> types) =>
        new([.. types.SelectMany(type => type is UnionType union ? union.AllowedTypes.AsEnumerable() : [type])]);

    /// <summary>The value of a cell. Lists are changed where they are.</summary>
    /// <exception cref="FormatException">The value nests too deep, or can't be of its type.</exception>
    public object? Read(object? value, MediaReading reading) => Read(value, reading, 0);

    private object? Read(object? value, MediaReading reading, int depth)
    {
        if (depth > StoredValue.MaxDepth)
            throw new FormatException($"a cell nests more than {StoredValue.MaxDepth} levels deep");
        switch (value)
        {
            // W&B takes every number for a time where there may be times; one that is none when it is written again stays.
            case long milliseconds when _names.Contains("timestamp"):
                return Moment(milliseconds);
            case double milliseconds when _names.Contains("timestamp") && !_names.Contains("number"):
                return Moment(milliseconds);
            case double number when _classes.Contains("Decimal") && !_names.Contains("number"):
                return Decimal(number);
            case string text when _classes.Contains("bytes") && !_names.Contains("string"):
                return Encoding.UTF8.GetBytes(text);
            case object?[] items:
                for (int i = 0; i < items.Length; i++)
                    items[i] = (_items ?? Guess).Read(items[i], reading, depth + 1);
                return items;
            case PythonDict dict:
                return ReadDict(dict, reading, depth);
            default:
                return value;
        }
    }

    private object ReadDict(PythonDict dict, MediaReading reading, int depth)
    {
        bool isCertain = false;
        bool mayBeObject = dict.TryGetValue("_type", out object? type) && type is string name
            && ((isCertain = _names.Contains(name)) || _guesses)
            && MediaReading.IsObject(name, dict, isCertain);
        if (mayBeObject)
            return reading.Make((string)type!, dict);
        PythonDict result = [];
        foreach ((MemberName key, object? value) in dict)
            result[key] = _members.GetValueOrDefault(key.ToString(), Guess).Read(value, reading, depth + 1);
        return result;
    }

    private static DateTimeOffset Moment(double milliseconds) => milliseconds >= MinMilliseconds && milliseconds <= MaxMilliseconds
        ? DateTimeOffset.UnixEpoch.AddTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))
        : throw new FormatException($"a cell's time, {milliseconds.ToString(CultureInfo.InvariantCulture)} ms, is out of range");

    private static DateTimeOffset Moment(long milliseconds) => milliseconds >= MinMilliseconds && milliseconds <= MaxMilliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : throw new FormatException($"a cell's time, {milliseconds} ms, is out of range");

    // A number that no decimal has stays what it is.
    private static object Decimal(double number) =>
        decimal.TryParse(PythonNumber.Repr(number), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            && PythonNumber.OfDecimal(value).Equals(number)
                ? value
                : number;
}
