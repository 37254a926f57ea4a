namespace ArtifactBuild.Builds.Settings;

/// <summary>What somebody said about the options: the properties of a project, or the switches and variables of the tool.</summary>
/// <param name="given">Gives what was said about an option.</param>
internal sealed class OptionValues(Func<BuildOption, GivenText> given)
{
    /// <summary>What was said about an option.</summary>
    public GivenText this[BuildOption option] => given(option);

    /// <summary>The values of properties, whose defaults are the variables.</summary>
    /// <param name="text">Gives the text of a property; empty or <see langword="null"/> when it has none.</param>
    /// <param name="variable">Gives the text of the variable that is the default of a property, so that messages name the one that was set.</param>
    public static OptionValues OfProperties(Func<string, string?> text, Func<string, string?> variable) => new(option =>
    {
        string? given = text(option.Property);
        bool isOfVariable = option.Variable is not null && !string.IsNullOrEmpty(given) && given == variable(option.Property);
        return new GivenText(isOfVariable ? $"The variable {option.Variable}" : $"The property {option.Property}", given);
    });

    /// <summary>The values of the tool: a switch wins over the variable.</summary>
    /// <param name="switches">Gives the text of a switch; <see langword="null"/> when it was not typed.</param>
    /// <param name="variables">Gives the text of a variable; empty or <see langword="null"/> when it has none.</param>
    public static OptionValues OfTool(Func<BuildOption, string?> switches, Func<string, string?> variables) => new(option =>
        option.Switch is string name && switches(option) is string typed ? new GivenText(name, typed) { IsTyped = true }
        : option.Variable is string variable ? new GivenText($"The variable {variable}", variables(variable))
        : new GivenText(option.Property, null));
}
