using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Builds.Log;

/// <summary>What became of one output.</summary>
/// <param name="Output">What the item includes.</param>
internal sealed record OutputResult(string Output)
{
    /// <summary>The qualified name of the collection; <see langword="null"/> when the item gives none that can be understood.</summary>
    public ArtifactName? Name { get; init; }

    /// <summary>The address of the registry, without credentials; <see langword="null"/> when it was not opened.</summary>
    public string? Registry { get; init; }

    /// <summary>What the log did; <see langword="null"/> when there is no version.</summary>
    public LogResult? Logged { get; init; }

    /// <summary>The members of portfolios that the version is linked as: <c>entity/project/portfolio:version</c>.</summary>
    public ImmutableArray<string> Links { get; init; } = [];

    /// <summary>Why it failed; empty when it did not.</summary>
    public ImmutableArray<ArtifactException> Errors { get; init; } = [];

    /// <summary>One word for all this.</summary>
    public OutputStatus Status => !Errors.IsEmpty ? OutputStatus.Failed
        : Logged is null ? OutputStatus.Skipped
        : Logged.IsNewVersion ? OutputStatus.Logged
        : OutputStatus.Unchanged;
}

/// <summary>How an output ended.</summary>
internal enum OutputStatus
{
    /// <summary>There is a new version.</summary>
    Logged,

    /// <summary>The newest version has the same content already.</summary>
    Unchanged,

    /// <summary>It failed. If there is a version all the same, a link to it could not be made.</summary>
    Failed,

    /// <summary>Nothing was done, because of a failure that does not belong to one output.</summary>
    Skipped,
}

/// <summary>What became of all outputs of one log.</summary>
/// <param name="Outputs">A result for each output, in their order.</param>
internal sealed record OutputReport(ImmutableArray<OutputResult> Outputs)
{
    /// <summary>Failures that belong to no output, for which nothing was logged.</summary>
    public ImmutableArray<ArtifactException> Errors { get; init; } = [];

    /// <summary>Who logged; <see langword="null"/> when nobody was recorded.</summary>
    public Run? Run { get; init; }

    /// <summary>Every failure.</summary>
    public IEnumerable<ArtifactException> AllErrors => Errors.Concat(Outputs.SelectMany(output => output.Errors));

    /// <summary>Whether there was no failure.</summary>
    public bool Succeeded => !AllErrors.Any();
}
