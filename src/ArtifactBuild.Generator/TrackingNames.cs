namespace ArtifactBuild.Generator;

/// <summary>The names of the steps of the pipeline, by which tests see which of them ran.</summary>
public static class TrackingNames
{
    /// <summary>The additional files that are lockfiles.</summary>
    public const string LockfileText = nameof(LockfileText);

    /// <summary>What reading each lockfile gave.</summary>
    public const string Lockfile = nameof(Lockfile);

    /// <summary>The options that the build passes.</summary>
    public const string Settings = nameof(Settings);

    /// <summary>What all generated files have in common.</summary>
    public const string Style = nameof(Style);

    /// <summary>The references that get a class.</summary>
    public const string References = nameof(References);

    /// <summary>Whether there is any such reference.</summary>
    public const string AnyReference = nameof(AnyReference);
}
