namespace ArtifactBuild.Generator.Analysis;

/// <summary>What the analyzer tells the code fix: the names and values of a diagnostic's properties.</summary>
internal static class AccessorFinding
{
    /// <summary>The code of the diagnostic.</summary>
    public const string Code = "ART5901";

    /// <summary>The property that has the accessor, with everything in front of it.</summary>
    public const string AccessorProperty = "Accessor";

    /// <summary>The property that says what to replace: one of the other constants.</summary>
    public const string PlaceProperty = "Place";

    /// <summary>An expression whose value is a path under the output.</summary>
    public const string RelativePlace = "Relative";

    /// <summary>An expression whose value is a path beside the running program.</summary>
    public const string FullPlace = "Full";

    /// <summary>The last arguments of a call, which have a path under the output.</summary>
    public const string ArgumentsPlace = "Arguments";
}
