namespace ArtifactBuild.Builds.Settings;

/// <summary>One option: one property, and for many one environment variable and one switch of the tool.</summary>
/// <param name="Property">The property of MSBuild.</param>
/// <param name="Kind">How its text is read.</param>
/// <param name="Reader">Who reads the property.</param>
/// <param name="Summary">What it says, as the README's table and the tool's help have it.</param>
/// <param name="Default">What holds when nobody gives it, for people.</param>
internal sealed record BuildOption(string Property, OptionKind Kind, OptionReader Reader, string Summary, string Default)
{
    /// <summary>The environment variable; <see langword="null"/> for none.</summary>
    public string? Variable { get; init; }

    /// <summary>The switch of the tool; <see langword="null"/> for none.</summary>
    public string? Switch { get; init; }
}
