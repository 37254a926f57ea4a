namespace ArtifactBuild.Media.Types;

/// <summary>A type without parameters, which takes only itself: the scalars and most media.</summary>
internal sealed class SimpleType(string name) : DataType(name)
{
    public override DataType AssignType(DataType type) => type is SimpleType && type.Name == Name ? this : Invalid;

    // A list's type would be inferred only to be refused.
    internal override DataType AssignStored(object? value) => value switch
    {
        object?[] => Invalid,
        _ => base.AssignStored(value),
    };
}

/// <summary>Takes everything but null.</summary>
internal sealed class AnyType() : DataType("any")
{
    public override DataType AssignType(DataType type) => ReferenceEquals(type, None) || type.IsInvalid ? Invalid : this;
}

/// <summary>Becomes the first type that it is given.</summary>
internal sealed class UnknownType() : DataType("unknown")
{
    public override DataType AssignType(DataType type) => ReferenceEquals(type, None) ? Invalid : type;
}

/// <summary>Takes nothing.</summary>
internal sealed class InvalidType() : DataType("invalid")
{
    public override DataType AssignType(DataType type) => this;

    internal override DataType AssignStored(object? value) => this;
}
