using System.Collections.Concurrent;
using System.Diagnostics;

namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>
/// MSBuild processes that stay from build to build, as an editor's do, one for each build at a time. Most of what a small build
/// costs is the start of MSBuild, so builds that nobody traces, kills or starts as somebody else go to one of them. The
/// environment and the folder of each build are those of its command.
/// </summary>
/// <remarks>
/// The server of MSBuild and its nodes answer only who has the same salt
/// (https://github.com/dotnet/msbuild/blob/main/documentation/MSBuild-Server.md), so that of a run takes no build from elsewhere.
/// </remarks>
internal static class BuildServers
{
    private static readonly ConcurrentBag<string> Free = [];
    private static readonly ConcurrentBag<string> All = [];

    // The commands that the SDK hands to MSBuild as they are.
    private static readonly string[] Commands = ["build", "clean", "msbuild", "pack", "publish", "restore"];

    /// <summary>Whether a server can do what a command line says.</summary>
    public static bool CanDo(CommandLine line) =>
        line.Program == Command.Dotnet && !line.OwnProcess && line.Arguments is [var command, ..] && Commands.Contains(command);

    /// <summary>Runs a build in a server that no other build uses meanwhile.</summary>
    public static async Task<CommandResult> RunAsync(CommandLine line, Func<CommandLine, Task<CommandResult>> runAsync)
    {
        if (!Free.TryTake(out string? salt))
            All.Add(salt = $"{Guid.NewGuid():N}");
        try
        {
            return await runAsync(line.With(Variables(salt)));
        }
        finally
        {
            Free.Add(salt);
        }
    }

    /// <summary>
    /// Ends the servers and their nodes. Those that can't be told, or whose run died before it got here, end themselves when they were idle for
    /// a quarter of an hour.
    /// </summary>
    public static async Task EndAsync()
    {
        await Task.WhenAll(All.Select(salt => Command.RunAsync(
            new CommandLine(Command.Dotnet, Path.GetTempPath()) { Arguments = ["build-server", "shutdown", "--msbuild"], Environment = Variables(salt) })));
        // The servers go when they are told, but leave some of their nodes. Only Linux says which those are.
        foreach (Process process in OperatingSystem.IsLinux() ? Process.GetProcesses() : [])
        {
            using (process)
            {
                if (IsOurs(process.Id))
                    process.Kill();
            }
        }
    }

    private static bool IsOurs(int process)
    {
        try
        {
            string environment = File.ReadAllText($"/proc/{process}/environ");
            return All.Any(salt => environment.Contains(salt, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended, or belongs to another user.
            return false;
        }
    }

    private static Dictionary<string, string> Variables(string salt) => new()
    {
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "0",
        ["MSBUILDNODEHANDSHAKESALT"] = salt,
    };
}
