namespace ArtifactBuild.Testing.Vectors;

/// <summary>The arguments of a call in Python, by place or by name; each is taken once, in the order of the parameters.</summary>
/// <param name="call">What is called.</param>
/// <param name="placed">The arguments by place.</param>
/// <param name="named">The arguments by name.</param>
internal sealed class PythonArguments(string call, object?[] placed, Dictionary<string, object?> named)
{
    private int _place;

    /// <summary>The argument of the next parameter; nothing when it is left out.</summary>
    public object? Take(string name)
    {
        if (named.Remove(name, out object? value))
            return value;
        return _place < placed.Length ? placed[_place++] : null;
    }

    /// <summary>All arguments by place, which a call may have any number of.</summary>
    public object?[] All()
    {
        object?[] rest = placed[_place..];
        _place = placed.Length;
        return rest;
    }

    /// <exception cref="AssertFailedException">An argument has no parameter.</exception>
    public void EnsureAllTaken()
    {
        if (named.Count > 0)
            throw new AssertFailedException($"The argument “{named.Keys.First()}” of {call} is not known.");
        if (_place < placed.Length)
            throw new AssertFailedException($"{call} has {placed.Length} arguments, of which only {_place} are known.");
    }
}
