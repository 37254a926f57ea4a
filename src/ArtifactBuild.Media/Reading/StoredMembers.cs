using ArtifactBuild.Media.Python;

namespace ArtifactBuild.Media.Reading;

/// <summary>Takes members of a stored object that must be there and of one kind.</summary>
internal static class StoredMembers
{
    /// <exception cref="FormatException">There is no such list.</exception>
    public static object?[] List(this PythonDict json, string name) => json.Required(name) as object?[] ?? throw Wrong(name, "a list");

    /// <exception cref="FormatException">There is no such text.</exception>
    public static string Text(this PythonDict json, string name) => json.Required(name) as string ?? throw Wrong(name, "a text");

    private static object? Required(this PythonDict json, string name) =>
        json.TryGetValue(name, out object? value) ? value : throw new FormatException($"it lacks “{name}”");

    private static FormatException Wrong(string name, string kind) => new($"“{name}” is not {kind}");
}
