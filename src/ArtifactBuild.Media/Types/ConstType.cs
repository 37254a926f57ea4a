using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Types;

/// <summary>The type of one value.</summary>
public sealed class ConstType : DataType
{
    internal ConstType(object? stored)
        : base("const") => Value = stored;

    internal object? Value { get; }

    internal override PythonDict Parameters => new() { ["val"] = Value, ["is_set"] = Value is PythonSet };

    /// <inheritdoc/>
    public override DataType AssignType(DataType type) => type is ConstType other && AreEqual(Value, other.Value) ? this : Invalid;

    internal override DataType AssignStored(object? value) => AssignType(new ConstType(value));

    private protected override string Text() => PythonText.Str(Value);

    // In Python 1 equals 1.0 and True.
    private static bool AreEqual(object? left, object? right)
    {
        object? first = left is bool a ? (a ? 1 : 0) : left;
        object? second = right is bool b ? (b ? 1 : 0) : right;
        return PythonNumber.TryGet(first, out double x) && PythonNumber.TryGet(second, out double y)
            ? x.Equals(y)
            : PythonText.Repr(first) == PythonText.Repr(second);
    }
}
