using System.Collections.Immutable;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Types;

/// <summary>The type of an <see cref="NdArray"/>: its shape.</summary>
public sealed class NdArrayType : DataType
{
    /// <summary>Makes the type.</summary>
    /// <param name="shape">The length of each dimension.</param>
    /// <param name="path">The entry of the artifact that holds the arrays, when one does.</param>
    /// <param name="key">The name of the arrays in that entry.</param>
    public NdArrayType(IEnumerable<int> shape, string? path = null, string? key = null)
        : base("ndarray")
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = [.. shape];
        Path = path;
        Key = key;
    }

    /// <summary>The length of each dimension.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The entry of the artifact that holds the arrays, when one does.</summary>
    public string? Path { get; }

    /// <summary>The name of the arrays in that entry.</summary>
    public string? Key { get; }

    internal override PythonDict Parameters => new() { ["shape"] = Lengths };

    private object?[] Lengths => [.. Shape.Select(length => (object?)length)];

    /// <inheritdoc/>
    public override DataType AssignType(DataType type) =>
        type is ListType || (type is NdArrayType other && other.Shape.SequenceEqual(Shape)) ? this : Invalid;

    // A list is taken when it has the shape; only its first elements are looked at.
    internal override DataType AssignStored(object? value)
    {
        if (value is NdArray array)
            return array.Shape.SequenceEqual(Shape) ? this : Invalid;
        var shape = new List<int>();
        for (object? at = value; at is object?[] items; at = items.FirstOrDefault())
            shape.Add(items.Length);
        return value is object?[] && shape.SequenceEqual(Shape) ? this : Invalid;
    }

    internal override PythonDict Describe() => new()
    {
        ["wb_type"] = Name,
        ["params"] = new PythonDict
        {
            ["shape"] = Lengths,
            ["serialization_path"] = Path is null ? null : new PythonDict { ["path"] = Path, ["key"] = Key },
        },
    };
}
