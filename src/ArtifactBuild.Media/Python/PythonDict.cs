using System.Collections;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Python;

/// <summary>A dictionary on its way into a stored object: its members in the order they came, each name once.</summary>
internal sealed class PythonDict : IEnumerable<KeyValuePair<MemberName, object?>>
{
    private readonly List<KeyValuePair<MemberName, object?>> _members = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public int Count => _members.Count;

    public object? this[MemberName name]
    {
        get => _members[_places[name.ToString()]].Value;
        // Names that are the same text in JSON are one member; the last value wins and the first place is kept.
        set
        {
            var member = KeyValuePair.Create(name, value);
            if (_places.TryAdd(name.ToString(), _members.Count))
                _members.Add(member);
            else
                _members[_places[name.ToString()]] = member;
        }
    }

    public bool TryGetValue(MemberName name, out object? value)
    {
        bool found = _places.TryGetValue(name.ToString(), out int place);
        value = found ? _members[place].Value : null;
        return found;
    }

    public IEnumerator<KeyValuePair<MemberName, object?>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
