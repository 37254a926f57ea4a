namespace ArtifactBuild.Runs;

/// <summary>Who logged or used an artifact: one build, on one machine, of one commit.</summary>
public sealed record Run
{
    /// <summary>The format of the stored run.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The id, unique in every registry.</summary>
    public required string Id { get; init; }

    /// <summary>The entity that the run belongs to.</summary>
    public required string Entity { get; init; }

    /// <summary>The project that the run belongs to.</summary>
    public required string Project { get; init; }

    /// <summary>What ran, for example the name of a project file.</summary>
    public string? Name { get; init; }

    /// <summary>The commit of the sources, in hexadecimal.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether the sources differed from the commit; <see langword="null"/> when it is not known.</summary>
    public bool? IsDirty { get; init; }

    /// <summary>The branch of the sources.</summary>
    public string? Branch { get; init; }

    /// <summary>The CI system, for example <c>GitHub Actions</c>; <see langword="null"/> on a developer's machine.</summary>
    public string? CiSystem { get; init; }

    /// <summary>Where the CI system shows the run.</summary>
    public string? CiUrl { get; init; }

    /// <summary>The user account.</summary>
    public string? User { get; init; }

    /// <summary>The machine.</summary>
    public string? Host { get; init; }

    /// <summary>The .NET that ran it.</summary>
    public string? Sdk { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last logged or used an artifact.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
