using System.Collections.Immutable;
using ArtifactBuild.Media.Python;

namespace ArtifactBuild.Media.Types;

/// <summary>The type of an image: which classes its boxes and masks may have. Assigning an image merges both.</summary>
public sealed class ImageType : DataType
{
    private static readonly ImmutableSortedDictionary<string, ImmutableSortedSet<int>> NoLayers =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<int>>(StringComparer.Ordinal);

    /// <summary>Makes the type of an image without boxes, masks and classes.</summary>
    public ImageType()
        : base("image-file")
    {
    }

    /// <summary>For each layer of boxes the ids of its classes.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<int>> BoxLayers { get; init; } = NoLayers;

    /// <summary>The names of the scores that boxes have.</summary>
    public ImmutableSortedSet<string> BoxScoreKeys { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>For each layer of masks the ids of its classes.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<int>> MaskLayers { get; init; } = NoLayers;

    /// <summary>The name of each class, by its id.</summary>
    public ImmutableSortedDictionary<string, string> ClassMap { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    internal override PythonDict Parameters => new()
    {
        ["box_layers"] = Layers(BoxLayers),
        ["box_score_keys"] = new ConstType(new PythonSet(BoxScoreKeys)),
        ["mask_layers"] = Layers(MaskLayers),
        ["class_map"] = Dict(ClassMap, name => name),
    };

    /// <inheritdoc/>
    public override DataType AssignType(DataType type) => type is ImageType other
        ? new ImageType
        {
            BoxLayers = Merge(BoxLayers, other.BoxLayers),
            BoxScoreKeys = BoxScoreKeys.Union(other.BoxScoreKeys),
            MaskLayers = Merge(MaskLayers, other.MaskLayers),
            ClassMap = other.ClassMap.SetItems(ClassMap),
        }
        : Invalid;

    private static ConstType Layers(ImmutableSortedDictionary<string, ImmutableSortedSet<int>> layers) =>
        Dict(layers, ids => new PythonSet(ids.Select(id => (object?)id)));

    private static ConstType Dict<T>(ImmutableSortedDictionary<string, T> items, Func<T, object?> valueOf)
    {
        PythonDict dict = [];
        foreach ((string key, T value) in items)
            dict[key] = valueOf(value);
        return new ConstType(dict);
    }

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<int>> Merge(
        ImmutableSortedDictionary<string, ImmutableSortedSet<int>> one, ImmutableSortedDictionary<string, ImmutableSortedSet<int>> other) =>
        one.SetItems(other.Select(layer => KeyValuePair.Create(layer.Key, one.GetValueOrDefault(layer.Key)?.Union(layer.Value) ?? layer.Value)));
}
