using System.Diagnostics;
using System.Text;

namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>Starts programs as a user's shell would, without what a test host or a build server adds to the environment.</summary>
internal static class Command
{
    /// <summary>Only a hang takes that long, also on a machine that has ten times as much to do as it can.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    // What would decide how a build behaves: of MSBuild and of the SDK that runs the tests, of build servers, of the user.
    private static readonly string[] Foreign = ["MSBUILD", "DOTNET_", "ARTIFACT_", "NUGET_PACKAGES", "TESTINGPLATFORM_", "COREHOST_", "NO_COLOR"];
    private static readonly string[] ForeignExactly = ["CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "CONTINUOUSINTEGRATIONBUILD", "PLATFORM", "CONFIGURATION"];

    private static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    public static string Dotnet { get; } = Path.Combine(DotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    public static Task<CommandResult> RunAsync(CommandLine line) =>
        BuildServers.CanDo(line) ? BuildServers.RunAsync(line, RunToEndAsync) : RunToEndAsync(line);

    private static async Task<CommandResult> RunToEndAsync(CommandLine line)
    {
        using Process process = Start(line);
        using var stop = new CancellationTokenSource(Patience);
        try
        {
            return await EndAsync(process, line, stop.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new AssertFailedException($"{line} did not end within {Patience.TotalMinutes} minutes");
        }
    }

    public static Process Start(CommandLine line)
    {
        var start = new ProcessStartInfo(line.Program)
        {
            WorkingDirectory = line.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string argument in line.Arguments)
            start.ArgumentList.Add(argument);
        foreach (string variable in start.Environment.Keys.Where(IsForeign).ToArray())
            start.Environment.Remove(variable);
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // What the SDK does once for each home, and once a day, is not what is tested: a key pair, and a question to nuget.org.
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        start.Environment["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true";
        // No process of MSBuild outlives its command, but for those that the tests share.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        // The compiler serves only the user who started it.
        IReadOnlyDictionary<string, string> compiler = line.Program == "setpriv" ? SharedCompiler.None : SharedCompiler.Variables;
        foreach ((string name, string value) in compiler.Concat(line.Environment))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<CommandResult> EndAsync(Process process, CommandLine line, CancellationToken cancellationToken)
    {
        Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new CommandResult(line.ToString(), process.ExitCode, output + await error);
    }

    private static bool IsForeign(string variable)
    {
        string name = variable.ToUpperInvariant();
        return Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || ForeignExactly.Contains(name);
    }
}
