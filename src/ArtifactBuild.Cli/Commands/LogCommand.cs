using System.CommandLine;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Cli.Commands;

/// <summary><c>artifact log</c>: files, folders and URIs become a version.</summary>
internal static class LogCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "[[entity/]project/]name" };
        var paths = new Argument<string[]>("paths") { Description = "Files and folders to log.", Arity = ArgumentArity.ZeroOrMore };
        var resultFile = OptionSwitches.Text(OptionTable.LogResultFile);
        var artifact = new LogOptions();
        var registry = new RegistryOptions();
        var command = new Command("log", "Log files, folders and URIs as the next version of an artifact.") { name, paths, resultFile };
        artifact.AddTo(command);
        registry.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(paths) is not { Length: > 0 } && result.GetResult("--uri") is null)
                result.AddError("Give files or folders to log, or --uri.");
        });
        command.SetWork(async (result, output, cancellationToken) =>
        {
            string? file = result.GetValue(resultFile) is { Length: > 0 } path ? Path.GetFullPath(path) : null;
            if (file is not null)
                OutputResultFile.Remove(file);
            OutputReport report = await LogAsync(
                await registry.SettingsAsync(result, "Logging", "artifact log", cancellationToken),
                result.GetRequiredValue(name),
                settings => artifact.Read(result, result.GetRequiredValue(name), result.GetValue(paths) ?? [], settings),
                cancellationToken);
            if (file is not null)
                OutputResultFile.Write(file, report);
            if (report.Outputs[0].Logged is { } logged)
                await output.WriteLineAsync(Line(logged));
            foreach (ArtifactException error in report.AllErrors)
                await result.InvocationConfiguration.Error.WriteLineAsync($"error {error.Code}: {error.Message}");
            return report.Succeeded ? 0 : 1;
        });
        return command;
    }

    private static async Task<OutputReport> LogAsync(
        BuildSettings settings, string name, Func<BuildSettings, ArtifactOutputItem> read, CancellationToken cancellationToken)
    {
        try
        {
            var target = ArtifactName.Parse(name, settings.Entity, settings.Project);
            if (target.Suffix is not null)
                throw new ArtifactException(ArtifactCodes.InvalidName, $"“{target}” names a version. Logging makes the next one; give aliases with --alias.");
            return await OutputLog.RunAsync(settings, read(settings), cancellationToken);
        }
        catch (ArtifactException e)
        {
            // The command line is wrong. The result file has to report it like any other failure.
            return new OutputReport([new OutputResult(name) { Errors = [e] }]) { Run = settings.Run };
        }
    }

    private static string Line(LogResult logged) =>
        $"{(logged.IsNewVersion ? "Logged" : "Unchanged")} {logged.Artifact.QualifiedName} {logged.Artifact.CommitHash} ({Plural.Text(logged.Artifact.FileCount, "entry", "entries")}, {Plural.Text(logged.UploadedBytes, "byte", "bytes")} sent)";
}
