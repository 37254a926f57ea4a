using System.CommandLine;
using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;

namespace ArtifactBuild.Cli.Commands;

/// <summary><c>artifact show</c>: what the registry says about a version.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "[[entity/]project/]name[:version-or-alias]" };
        var registry = new RegistryOptions();
        var command = new Command("show", "Show a version and its entries.") { name };
        registry.AddReadingTo(command);
        command.SetWork(async (result, output, cancellationToken) =>
        {
            await using ArtifactRegistry open = registry.OpenForReading(result, "Reading");
            using Artifact artifact = await open.GetAsync(registry.NameOf(result, result.GetRequiredValue(name)), cancellationToken);
            Manifest manifest = await artifact.GetManifestAsync(cancellationToken);
            await output.WriteLineAsync($"{artifact.QualifiedName} is {artifact.Version}, type {artifact.Type}, aliases {string.Join(", ", artifact.Aliases)}");
            await output.WriteLineAsync($"digest {artifact.Digest}, manifest {artifact.CommitHash}, logged {artifact.CreatedAt:u}");
            foreach (ManifestEntry entry in manifest.Entries)
                await output.WriteLineAsync($"{entry.Size?.ToString(CultureInfo.InvariantCulture) ?? "?",12}  {entry.Path}{(entry.IsReference ? " -> " + entry.Ref : "")}");
            return 0;
        });
        return command;
    }
}
