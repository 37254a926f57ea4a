using System.Text;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>A value of pinned metadata: JSON that is equal by value, and is the same type in the engine and in the compiler.</summary>
internal sealed record LockedValue
{
    /// <summary>How deep values nest at most; nothing that a registry keeps nests deeper.</summary>
    internal const int MaxDepth = 64;

    private LockedValue(LockedValueKind kind, string text = "")
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>Gets the value <c>null</c>.</summary>
    public static LockedValue Null { get; } = new(LockedValueKind.Null, "null");

    /// <summary>Gets what the value is.</summary>
    public LockedValueKind Kind { get; }

    /// <summary>Gets the text of a string without its quotes, or the JSON of a number or a literal; empty for an array or object.</summary>
    public string Text { get; }

    /// <summary>Gets the elements of an array.</summary>
    public EquatableArray<LockedValue> Items { get; private init; }

    /// <summary>Gets the properties of an object in the ordinal order of their names.</summary>
    public EquatableArray<LockedProperty> Properties { get; private init; }

    /// <summary>Makes a truth value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The value.</returns>
    public static LockedValue OfBoolean(bool value) => new(LockedValueKind.Boolean, value ? "true" : "false");

    /// <summary>Makes a number, which keeps its digits as they are.</summary>
    /// <param name="json">The number as JSON has it.</param>
    /// <returns>The value.</returns>
    public static LockedValue OfNumber(string json) => new(LockedValueKind.Number, json);

    /// <summary>Makes a string.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The value.</returns>
    public static LockedValue OfText(string value) => new(LockedValueKind.Text, value);

    /// <summary>Makes an array.</summary>
    /// <param name="items">The elements.</param>
    /// <returns>The value.</returns>
    public static LockedValue OfList(EquatableArray<LockedValue> items) => new(LockedValueKind.List) { Items = items };

    /// <summary>Makes an object.</summary>
    /// <param name="properties">The properties in any order, no two with the same name.</param>
    /// <returns>The value.</returns>
    public static LockedValue OfGroup(EquatableArray<LockedProperty> properties) =>
        new(LockedValueKind.Group) { Properties = Sort(properties) };

    /// <summary>Gives the JSON of the value, on one line.</summary>
    /// <returns>The JSON, as the lockfile has it.</returns>
    public string ToJson()
    {
        var json = new StringBuilder();
        LockedValueWriter.Append(json, this);
        return json.ToString();
    }

    internal static EquatableArray<LockedProperty> Sort(EquatableArray<LockedProperty> properties) =>
        properties.Sorted(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
}
