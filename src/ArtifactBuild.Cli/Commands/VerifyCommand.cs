using System.CommandLine;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Shared;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Cli.Commands;

/// <summary><c>artifact verify</c>: yes or no, and what differs.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "[[entity/]project/]name[:version-or-alias]" };
        var folder = new Option<string?>("--output") { Description = "The folder; artifacts/<name>:<version> in the current one if not given." };
        var registry = new RegistryOptions();
        var command = new Command("verify", "Compare a folder with a version, by content.") { name, folder };
        registry.AddReadingTo(command);
        command.SetWork(async (result, console, cancellationToken) =>
        {
            await using ArtifactRegistry open = registry.OpenForReading(result, "Reading");
            using Artifact artifact = await open.GetAsync(registry.NameOf(result, result.GetRequiredValue(name)), cancellationToken);
            VerificationResult verification = await artifact.VerifyAsync(result.GetValue(folder), cancellationToken);
            verification.EnsureValid();
            string skipped = verification.SkippedReferences.IsEmpty
                ? ""
                : $" ({Plural.Text(verification.SkippedReferences.Length, "reference was", "references were")} not compared)";
            await console.WriteLineAsync($"The folder holds exactly {artifact.QualifiedName} ({artifact.Version}){skipped}");
            return 0;
        });
        return command;
    }
}
