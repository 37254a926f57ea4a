using System.CommandLine;
using ArtifactBuild.Builds.Restore;

namespace ArtifactBuild.Cli.Commands;

/// <summary><c>artifact restore</c>: what lockfiles pin comes into the cache.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var lockfiles = new Argument<string[]>("lockfiles") { Description = "Lockfiles, or globs such as **/artifacts.lock.json; artifacts.lock.json in the current folder if not given." };
        var registry = new RegistryOptions();
        var command = new Command("restore", "Download into the cache what lockfiles pin, so that builds find it there.") { lockfiles };
        registry.AddReadingTo(command);
        command.SetWork(async (result, console, cancellationToken) =>
        {
            int files = 0;
            long bytes = 0;
            IReadOnlyList<string> paths = LockfilePaths.Find("The lockfile", result.GetValue(lockfiles) ?? []);
            foreach (string path in paths)
            {
                RestoreResult restored = await LockfileCommands.FetchAsync(path, registry.Settings(result, "Downloading artifacts", path), cancellationToken);
                files += restored.DownloadedFiles;
                bytes += restored.DownloadedBytes;
            }

            await console.WriteLineAsync(RestoreSummary.OfLockfiles(paths.Count, files, bytes));
            return 0;
        });
        return command;
    }
}
