using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries;

namespace ArtifactBuild.Builds;

/// <summary>Logs what a build made.</summary>
public static class OutputLog
{
    /// <summary>Logs one output, whole or not at all.</summary>
    /// <param name="settings">What the project says for all its items.</param>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">Stops the work; no version appears then.</param>
    /// <returns>What happened.</returns>
    /// <exception cref="Diagnostics.ArtifactException">Any known failure.</exception>
    public static async Task<LogResult> RunAsync(
        BuildSettings settings, OutputDeclaration output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(output);
        ArtifactRegistry registry = settings.OpenRegistry(output.Registry);
        await using (registry.ConfigureAwait(false))
        {
            using var artifact = new Artifact(output.Name.Collection, output.Type, settings.CacheDirectory)
            {
                Description = output.Description,
                Metadata = output.ReadMetadata(),
            };
            var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(output.MatchFiles(), options, async (file, token) =>
            {
                // What is logged at once need not be copied first: a file that changes meanwhile makes the log fail.
                await artifact.AddFileAsync(file.LocalPath, file.Path, policy: StoragePolicy.Immutable, cancellationToken: token)
                    .ConfigureAwait(false);
            }).ConfigureAwait(false);
            return await registry
                .LogAsync(artifact, output.Aliases, output.Tags, output.Name.Entity, output.Name.Project, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
