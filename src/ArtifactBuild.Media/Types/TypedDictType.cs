using System.Collections.Immutable;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Types;

/// <summary>The type of a dictionary: a type for each name. The columns of a table have such a type, too.</summary>
public sealed class TypedDictType : DataType
{
    private readonly Dictionary<string, DataType> _byText;

    /// <summary>Makes the type.</summary>
    /// <param name="typeMap">The names and their types; later ones replace earlier ones of the same text.</param>
    public TypedDictType(IEnumerable<KeyValuePair<MemberName, DataType>> typeMap)
        : base("typedDict")
    {
        ArgumentNullException.ThrowIfNull(typeMap);
        PythonDict unique = [];
        foreach ((MemberName name, DataType type) in typeMap)
            unique[name] = type;
        TypeMap = [.. unique.Select(pair => KeyValuePair.Create(pair.Key, (DataType)pair.Value!))];
        _byText = TypeMap.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>The names and their types.</summary>
    public ImmutableArray<KeyValuePair<MemberName, DataType>> TypeMap { get; }

    internal override PythonDict Parameters
    {
        get
        {
            PythonDict map = [];
            foreach ((MemberName name, DataType type) in TypeMap)
                map[name] = type;
            return new PythonDict { ["type_map"] = map };
        }
    }

    /// <summary>Finds the type of a name.</summary>
    /// <param name="name">A name.</param>
    /// <returns>The type, or <see langword="null"/> when the name is not known.</returns>
    public DataType? Find(MemberName name) => _byText.GetValueOrDefault(name.ToString());

    /// <inheritdoc/>
    public override DataType AssignType(DataType type) =>
        type is TypedDictType other && other.TypeMap.All(pair => Find(pair.Key) is not null)
            ? With((name, own) => own.AssignType(other.Find(name) ?? Unknown))
            : Invalid;

    internal static TypedDictType OfStored(PythonDict dict) =>
        new(dict.Select(pair => KeyValuePair.Create(pair.Key, TypeInference.Of(pair.Value))));

    internal override DataType AssignStored(object? value) =>
        value is PythonDict dict && dict.All(pair => Find(pair.Key) is not null)
            ? With((name, own) => own.AssignStored(dict.TryGetValue(name, out object? item) ? item : null))
            : Invalid;

    private protected override string Text() => PythonText.Repr(Parameters["type_map"]);

    private DataType With(Func<MemberName, DataType, DataType> assign)
    {
        ImmutableArray<KeyValuePair<MemberName, DataType>> map = TypeMap;
        for (int i = 0; i < map.Length; i++)
        {
            (MemberName name, DataType own) = map[i];
            DataType result = assign(name, own);
            if (result.IsInvalid)
                return Invalid;
            if (!ReferenceEquals(result, own))
                map = map.SetItem(i, KeyValuePair.Create(name, result));
        }

        return map == TypeMap ? this : new TypedDictType(map);
    }
}
