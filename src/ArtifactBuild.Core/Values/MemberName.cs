using System.Globalization;
using ArtifactBuild.Model;

namespace ArtifactBuild.Values;

/// <summary>The name of a table's column or of a member of a dictionary: a text or a whole number.</summary>
/// <remarks>W&amp;B writes numbered columns as numbers and sorts them as numbers, so <c>1</c> is not <c>"1"</c>.</remarks>
public readonly record struct MemberName : IComparable<MemberName>
{
    private readonly string? _text;
    private readonly long _number;

    /// <summary>Names by a text.</summary>
    /// <param name="text">The text; it may be empty.</param>
    public MemberName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary>Names by a number.</summary>
    /// <param name="number">The number.</param>
    public MemberName(long number) => _number = number;

    /// <summary>Whether the name is a number.</summary>
    public bool IsNumber => _text is null;

    internal object Value => _text is null ? _number : _text;

    /// <summary>Names by a text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator MemberName(string text) => new(text);

    /// <summary>Names by a number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator MemberName(int number) => new(number);

    /// <summary>Whether a name comes first; see <see cref="CompareTo"/>.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another name.</param>
    /// <returns>Whether the first name comes first.</returns>
    public static bool operator <(MemberName left, MemberName right) => left.CompareTo(right) < 0;

    /// <summary>Whether a name comes last; see <see cref="CompareTo"/>.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another name.</param>
    /// <returns>Whether the first name comes last.</returns>
    public static bool operator >(MemberName left, MemberName right) => left.CompareTo(right) > 0;

    /// <summary>Whether a name comes first or is the same; see <see cref="CompareTo"/>.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another name.</param>
    /// <returns>Whether the first name does not come after the second.</returns>
    public static bool operator <=(MemberName left, MemberName right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a name comes last or is the same; see <see cref="CompareTo"/>.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another name.</param>
    /// <returns>Whether the first name does not come before the second.</returns>
    public static bool operator >=(MemberName left, MemberName right) => left.CompareTo(right) >= 0;

    /// <summary>Compares by the order in which stored objects have their members: numbers by value, then texts by code points.</summary>
    /// <param name="other">Another name.</param>
    /// <returns>Less than, equal to or greater than 0.</returns>
    public int CompareTo(MemberName other) => (_text, other._text) switch
    {
        (null, null) => _number.CompareTo(other._number),
        (null, _) => -1,
        (_, null) => 1,
        _ => LogicalPath.Order.Compare(_text, other._text),
    };

    /// <summary>The name as text, as it stands in JSON.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _text ?? _number.ToString(CultureInfo.InvariantCulture);
}
