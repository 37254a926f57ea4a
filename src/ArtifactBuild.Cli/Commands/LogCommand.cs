using System.CommandLine;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registries;

namespace ArtifactBuild.Cli.Commands;

/// <summary><c>artifact log</c>: files and folders become a version.</summary>
internal static class LogCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "[[entity/]project/]name" };
        var paths = new Argument<string[]>("paths") { Description = "Files and folders to log.", Arity = ArgumentArity.OneOrMore };
        var type = new Option<string>("--type") { Description = "What the artifact is, for example model or dataset.", Required = true };
        var aliases = new Option<string[]>("--alias") { Description = "An alias besides latest; may be repeated." };
        var tags = new Option<string[]>("--tag") { Description = "A tag; may be repeated." };
        var description = new Option<string?>("--description") { Description = "A text for people." };
        var registry = new RegistryOptions();
        var command = new Command("log", "Log files and folders as the next version of an artifact.")
        {
            name, paths, type, aliases, tags, description,
        };
        registry.AddTo(command);
        command.SetWork(async (result, output, cancellationToken) =>
        {
            ArtifactName target = registry.NameOf(result, result.GetRequiredValue(name));
            if (target.Suffix is not null)
                throw new ArtifactException(ArtifactCodes.InvalidName, $"“{target}” names a version. Logging makes the next one; give aliases with --alias.");
            await using ArtifactRegistry open = registry.Open(result, "Logging");
            using var artifact = new Artifact(target.Collection, result.GetRequiredValue(type), registry.CacheDirectory(result));
            artifact.Description = result.GetValue(description);
            foreach (string path in result.GetRequiredValue(paths))
                await AddAsync(artifact, path, cancellationToken);
            LogResult log = await open.LogAsync(
                artifact, result.GetValue(aliases), result.GetValue(tags), target.Entity, target.Project, cancellationToken);
            await output.WriteLineAsync(
                $"{(log.IsNewVersion ? "Logged" : "Unchanged")} {artifact.QualifiedName} {artifact.CommitHash} ({artifact.FileCount} {(artifact.FileCount == 1 ? "entry" : "entries")}, {log.UploadedBytes} bytes sent)");
            return 0;
        });
        return command;
    }

    private static async Task AddAsync(Artifact artifact, string path, CancellationToken cancellationToken)
    {
        // What is logged at once need not be copied first: a file that changes meanwhile makes the log fail.
        if (Directory.Exists(path))
            await artifact.AddDirectoryAsync(path, policy: StoragePolicy.Immutable, cancellationToken: cancellationToken);
        else
            await artifact.AddFileAsync(path, policy: StoragePolicy.Immutable, cancellationToken: cancellationToken);
    }
}
