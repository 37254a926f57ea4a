using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Types;

/// <summary>The type of a list, a set, a tuple or another sequence.</summary>
public sealed class ListType : DataType
{
    /// <summary>Makes the type.</summary>
    /// <param name="elementType">The type of every element; <see cref="DataType.Unknown"/> when it is left out.</param>
    /// <param name="length">The length, when it is known.</param>
    public ListType(DataType? elementType = null, int? length = null)
        : base("list")
    {
        ElementType = elementType ?? Unknown;
        Length = length;
    }

    /// <summary>The type of every element.</summary>
    public DataType ElementType { get; }

    /// <summary>The length of the list that was assigned last.</summary>
    public int? Length { get; }

    internal override PythonDict Parameters => new() { ["element_type"] = ElementType, ["length"] = Length };

    /// <inheritdoc/>
    public override DataType AssignType(DataType type) => type is ListType other
        ? With(ElementType.AssignType(other.ElementType), Length == other.Length ? Length : null)
        : Invalid;

    internal static ListType OfStored(object?[] items)
    {
        // A list of types that don't go together has a type, too: a list of the invalid type.
        DataType element = items.Contains(null) ? Optional(Unknown) : Unknown;
        foreach (object? item in items)
            element = element.AssignStored(item);
        return new ListType(element, items.Length);
    }

    internal override DataType AssignStored(object? value)
    {
        // Python goes through a text's characters and a dictionary's keys, too, which no one can mean.
        if ((value is NdArray array ? array.ToList() : value) is not object?[] items)
            return Invalid;
        DataType element = ElementType;
        foreach (object? item in items)
            element = element.AssignStored(item);
        return With(element, items.Length);
    }

    private protected override string Text() => $"{ElementType}[]";

    private DataType With(DataType element, int? length)
    {
        if (element.IsInvalid)
            return Invalid;
        return ReferenceEquals(element, ElementType) && length == Length ? this : new ListType(element, length);
    }
}
