using System.Collections;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>
/// A dictionary of Python's with keys of any kind, also <see langword="null"/>, in their order. Nothing is looked up in it, so two
/// keys that are one to Python stay two, as they are to .NET.
/// </summary>
internal sealed class PythonDictionary(IReadOnlyList<KeyValuePair<object?, object?>> pairs) : IReadOnlyDictionary<object?, object?>
{
    public object? this[object? key] => pairs.First(pair => Equals(pair.Key, key)).Value;

    public IEnumerable<object?> Keys => pairs.Select(pair => pair.Key);

    public IEnumerable<object?> Values => pairs.Select(pair => pair.Value);

    public int Count => pairs.Count;

    public bool ContainsKey(object? key) => pairs.Any(pair => Equals(pair.Key, key));

    public bool TryGetValue(object? key, out object? value)
    {
        value = pairs.FirstOrDefault(pair => Equals(pair.Key, key)).Value;
        return ContainsKey(key);
    }

    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator() => pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
