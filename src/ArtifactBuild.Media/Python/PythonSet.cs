using ArtifactBuild.Model;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Python;

/// <summary>
/// A set inside a type's parameters, sorted: numbers by value, then the rest by text. W&amp;B writes sets in no given order, so
/// that two runs of it may give one table two digests; ours may not.
/// </summary>
internal sealed class PythonSet
{
    public PythonSet(IEnumerable<object?> items) => Items = [.. items
        .DistinctBy(PythonText.Repr)
        .OrderBy(item => PythonNumber.TryGet(item, out double number) ? number : double.PositiveInfinity)
        .ThenBy(PythonText.Repr, LogicalPath.Order)];

    public object?[] Items { get; }
}
