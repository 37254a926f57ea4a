namespace ArtifactBuild.Architecture.Tests;

/// <summary>Finds the files that reach each other: the strongly connected components of a map (Tarjan 1972).</summary>
internal sealed class Circles
{
    private readonly ILookup<string, string> _arrows;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lowest = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new();
    private readonly List<IReadOnlyList<string>> _found = [];

    private Circles(IEnumerable<Arrow> arrows) => _arrows = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);

    /// <summary>The circles of two files or more, the largest first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(CodeMap map)
    {
        var circles = new Circles(map.Arrows);
        foreach (string file in map.Files)
        {
            if (!circles._numbers.ContainsKey(file))
                circles.Visit(file);
        }

        return [.. circles._found.OrderByDescending(circle => circle.Count)];
    }

    private void Visit(string file)
    {
        _numbers[file] = _lowest[file] = _numbers.Count;
        _open.Push(file);
        foreach (string next in _arrows[file])
        {
            if (!_numbers.TryGetValue(next, out int number))
            {
                Visit(next);
                _lowest[file] = Math.Min(_lowest[file], _lowest[next]);
            }
            else if (_open.Contains(next))
            {
                _lowest[file] = Math.Min(_lowest[file], number);
            }
        }

        if (_lowest[file] != _numbers[file])
            return;
        var circle = new List<string>();
        do
            circle.Add(_open.Pop());
        while (circle[^1] != file);
        if (circle.Count > 1)
            _found.Add([.. circle.Order(StringComparer.Ordinal)]);
    }
}
