using System.CommandLine;
using ArtifactBuild.Artifacts;

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
        var registry = new RegistryOptions();
        var command = new Command("download", "Download a version to a folder, every byte verified.") { name, output, missing, prefix, skipCache };
        registry.AddReadingTo(command);
        registry.AddUsageTo(command);
        command.SetWork(async (result, console, cancellationToken) =>
        {
            bool tracksUsage = registry.TracksUsage(result);
            await using ArtifactRegistry open = registry.OpenForReading(result, "Downloading");
            using Artifact artifact = await open.GetAsync(registry.NameOf(result, result.GetRequiredValue(name)), cancellationToken);
            string folder = await artifact.DownloadAsync(
                result.GetValue(output), result.GetValue(missing), result.GetValue(prefix), result.GetValue(skipCache), cancellationToken);
            await console.WriteLineAsync($"Downloaded {artifact.QualifiedName} ({artifact.Version}) to {folder}");
            if (tracksUsage)
                await UsageRecord.RecordAsync(result, registry, artifact, cancellationToken);
            return 0;
        });
        return command;
    }
}
