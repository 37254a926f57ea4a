using System.CommandLine;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds;
using ArtifactBuild.Registries;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Cli.Commands;

/// <summary><c>artifact download</c>: a version becomes files.</summary>
internal static class DownloadCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "[[entity/]project/]name[:version-or-alias]" };
        var output = new Option<string?>("--output") { Description = "The folder; artifacts/<name>:<version> in the current one if not given." };
        var missing = new Option<bool>("--allow-missing-references") { Description = "Leave out references that can't be loaded." };
        var prefix = new Option<string?>("--path-prefix") { Description = "Only entries whose path begins with this text." };
        var skipCache = new Option<bool>("--skip-cache") { Description = "Download past the cache." };
        var trackUsage = new Option<bool>("--track-usage")
        {
            Description = "Record in the registry that the version is used. [ARTIFACT_TRACK_USAGE]",
            DefaultValueFactory = _ => bool.TryParse(Environment.GetEnvironmentVariable("ARTIFACT_TRACK_USAGE"), out bool value) && value,
        };
        var registry = new RegistryOptions();
        var command = new Command("download", "Download a version to a folder, every byte verified.") { name, output, missing, prefix, skipCache, trackUsage };
        registry.AddReadingTo(command);
        command.SetWork(async (result, console, cancellationToken) =>
        {
            await using ArtifactRegistry open = registry.OpenForReading(result, "Downloading");
            using Artifact artifact = await open.GetAsync(registry.NameOf(result, result.GetRequiredValue(name)), cancellationToken);
            string folder = await artifact.DownloadAsync(
                result.GetValue(output), result.GetValue(missing), result.GetValue(prefix), result.GetValue(skipCache), cancellationToken);
            await console.WriteLineAsync($"Downloaded {artifact.QualifiedName} ({artifact.Version}) to {folder}");
            if (result.GetValue(trackUsage))
                await RecordAsync(registry, result, artifact, cancellationToken);
            return 0;
        });
        return command;
    }

    // In the registry itself, also when the bytes came from a mirror of it.
    private static async Task RecordAsync(RegistryOptions options, ParseResult result, Artifact artifact, CancellationToken cancellationToken)
    {
        Run run = await options.RunAsync(result, "artifact download", cancellationToken);
        await using ArtifactRegistry registry = options.Open(result, "Recording", run);
        if (await UsageTracking.RecordAsync(registry, artifact, cancellationToken) is { } warning)
            await result.InvocationConfiguration.Error.WriteLineAsync($"warning {warning.Code}: {warning.Message}");
    }
}
