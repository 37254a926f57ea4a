using System.Security.Cryptography;
using System.Text;

namespace ArtifactBuild.Runs;

/// <summary>
/// The run of a build. On CI all builds of one project in one job are one run, so that what the job restored and what it logged
/// are the two ends of one lineage, and a step that is repeated records nothing twice.
/// </summary>
public static class BuildRun
{
    /// <summary>Looks around, as <see cref="RunEnvironment.CaptureAsync"/> does.</summary>
    /// <param name="entity">The entity that the run belongs to.</param>
    /// <param name="project">The project that the run belongs to.</param>
    /// <param name="name">What runs.</param>
    /// <param name="directory">A folder of the sources.</param>
    /// <param name="cancellationToken">Cancels the questions to git.</param>
    /// <returns>A run whose id is that of the CI job, and a new one on a developer's machine.</returns>
    public static Task<Run> CaptureAsync(
        string entity, string project, string name, string directory, CancellationToken cancellationToken = default) =>
        CaptureAsync(entity, project, name, directory, Environment.GetEnvironmentVariable, cancellationToken);

    internal static async Task<Run> CaptureAsync(
        string entity, string project, string name, string directory, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        CiFacts ci = CiSystems.Detect(variable);
        Run run = await RunEnvironment.DescribeAsync(entity, project, name, directory, ci, cancellationToken).ConfigureAwait(false);
        return ci.Job is null ? run : run with { Id = IdOf(ci.Job, entity, project, name) };
    }

    private static string IdOf(params string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];
}
