using System.ComponentModel;
using System.Diagnostics;

namespace ArtifactBuild.TestServers;

/// <summary>A script of tests/servers, with the environment it runs in.</summary>
/// <param name="path">The script.</param>
/// <param name="variables">What its environment has on top of this process's.</param>
internal sealed class ServerScript(string path, IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Finds a script in the repository that this program was built in.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="variables">What its environment has on top of this process's.</param>
    /// <returns>The script.</returns>
    public static ServerScript Find(string name, IReadOnlyDictionary<string, string> variables)
    {
        if (!OperatingSystem.IsLinux())
            throw new TestServerUnavailableException($"{name} runs on Linux only.");

        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "ArtifactBuild.sln")))
                return new ServerScript(Path.Combine(at, "tests", "servers", name), variables);
        }

        throw new InvalidOperationException($"No ArtifactBuild.sln lies above {AppContext.BaseDirectory}.");
    }

    /// <summary>Runs the script.</summary>
    /// <param name="arguments">Its command and what belongs to it.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it prints, without the last line end.</returns>
    /// <exception cref="TestServerUnavailableException">It failed or took too long.</exception>
    public async Task<string> RunAsync(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(limit);
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(timed.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TestServerUnavailableException($"{Describe(arguments)} took more than {limit.TotalSeconds:0} s.", e);
        }

        return process.ExitCode == 0
            ? (await output).TrimEnd('\n')
            : throw new TestServerUnavailableException($"{Describe(arguments)} failed:\n{LastLines(await error)}");
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("bash", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new TestServerUnavailableException($"{Describe(arguments)} can't run: {e.Message}", e);
        }
    }

    private string Describe(IReadOnlyList<string> arguments) => $"{Path.GetFileName(path)} {arguments[0]}";

    private static string LastLines(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(20));
}
