using ArtifactBuild.Media.Python;

namespace ArtifactBuild.Media.Types;

/// <summary>The type of a value that W&amp;B knows only by the name of its class.</summary>
/// <remarks>
/// What Python has, too, keeps its name there: <c>bytes</c>, <c>Decimal</c>, <c>complex</c>, <c>timedelta</c>, <c>time</c>,
/// <c>UUID</c>, <c>type</c> and <c>object</c>. Everything else has the name of its .NET type.
/// </remarks>
public sealed class PythonObjectType : DataType
{
    /// <summary>Makes the type.</summary>
    /// <param name="className">The name of the class.</param>
    public PythonObjectType(string className)
        : base("pythonObject")
    {
        ArgumentNullException.ThrowIfNull(className);
        ClassName = className;
    }

    /// <summary>The name of the class.</summary>
    public string ClassName { get; }

    internal override PythonDict Parameters => new() { ["class_name"] = ClassName };

    /// <inheritdoc/>
    public override DataType AssignType(DataType type) =>
        type is PythonObjectType other && other.ClassName == ClassName ? this : Invalid;
}
