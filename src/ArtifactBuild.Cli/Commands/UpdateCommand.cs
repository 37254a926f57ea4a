using System.CommandLine;
using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Restore;

namespace ArtifactBuild.Cli.Commands;

/// <summary><c>artifact update</c>: the aliases of a lockfile are resolved again.</summary>
internal static class UpdateCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("names") { Description = "What to update, as [[entity/]project/]name[:version-or-alias]; everything if not given." };
        var lockfiles = new Option<string[]>("--lockfile") { Description = "A lockfile, or a glob such as **/artifacts.lock.json; artifacts.lock.json in the current folder if not given. May be repeated." };
        var registry = new RegistryOptions();
        var command = new Command("update", "Resolve the aliases of lockfiles again, without the projects that they belong to.") { names, lockfiles };
        registry.AddReadingTo(command);
        command.SetWork(async (result, console, cancellationToken) =>
        {
            int moves = 0;
            foreach (string path in LockfilePaths.Find("--lockfile", result.GetValue(lockfiles) ?? []))
            {
                RestoreResult updated = await LockfileCommands.UpdateAsync(
                    path, result.GetValue(names) ?? [], registry.Settings(result, "Reading", path), cancellationToken);
                foreach (PinMove move in updated.Moves)
                    await console.WriteLineAsync(move.ToString());
                moves += updated.Moves.Count;
            }

            if (moves == 0)
                await console.WriteLineAsync("No pin moved.");
            return 0;
        });
        return command;
    }
}
