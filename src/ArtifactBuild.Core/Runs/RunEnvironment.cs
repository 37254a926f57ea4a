using System.Runtime.InteropServices;

namespace ArtifactBuild.Runs;

/// <summary>Makes a run out of what the machine, its CI system and git say.</summary>
public static class RunEnvironment
{
    /// <summary>Looks around. Nothing that is looked up may be secret: of a CI system only commit, branch and the page of the run.</summary>
    /// <param name="entity">The entity that the run belongs to.</param>
    /// <param name="project">The project that the run belongs to.</param>
    /// <param name="name">What runs.</param>
    /// <param name="directory">A folder of the sources.</param>
    /// <param name="cancellationToken">Cancels the questions to git.</param>
    /// <returns>A new run that begins now.</returns>
    public static Task<Run> CaptureAsync(
        string entity, string project, string? name, string directory, CancellationToken cancellationToken = default) =>
        DescribeAsync(entity, project, name, directory, CiSystems.Detect(Environment.GetEnvironmentVariable), cancellationToken);

    internal static async Task<Run> DescribeAsync(
        string entity, string project, string? name, string directory, CiFacts ci, CancellationToken cancellationToken)
    {
        GitFacts git = await GitFacts.ReadAsync(directory, cancellationToken).ConfigureAwait(false);
        return new Run
        {
            Id = Guid.NewGuid().ToString("N"),
            Entity = entity,
            Project = project,
            Name = name,
            Commit = git.Commit ?? ci.Commit,
            IsDirty = git.IsDirty,
            // A CI system checks out a commit, not a branch, so it knows better.
            Branch = ci.Branch ?? git.Branch,
            CiSystem = ci.System,
            CiUrl = ci.Url,
            User = Environment.UserName,
            Host = Environment.MachineName,
            Sdk = RuntimeInformation.FrameworkDescription,
            StartedAt = DateTimeOffset.UtcNow,
        };
    }
}
