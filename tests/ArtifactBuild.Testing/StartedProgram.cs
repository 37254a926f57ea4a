using System.Diagnostics;

namespace ArtifactBuild.Testing;

/// <summary>What a program wrote, and how it ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A .NET program that a test started.</summary>
internal sealed class StartedProgram : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private StartedProgram(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a .NET program.</summary>
    public static StartedProgram Start(string program, params string[] arguments) => StartWith("dotnet", [program, .. arguments]);

    private static StartedProgram StartWith(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        // A user without a home can't have the first-use files made.
        start.Environment["DOTNET_NOLOGO"] = "1";
        // The user's own settings must not decide how a test ends.
        foreach (string variable in start.Environment.Keys.Where(key => key.StartsWith("ARTIFACT_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        return new StartedProgram(Process.Start(start)!);
    }

    public static async Task<ProgramResult> RunAsync(string program, params string[] arguments)
    {
        using StartedProgram started = Start(program, arguments);
        return await started.EndAsync();
    }

    /// <summary>Runs any program.</summary>
    public static async Task<ProgramResult> RunWithAsync(string program, params string[] arguments)
    {
        using StartedProgram started = StartWith(program, arguments);
        return await started.EndAsync();
    }

    /// <summary>Whether the program has not ended yet.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Waits for the next line of the program.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    public async Task<ProgramResult> EndAsync()
    {
        string output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return new ProgramResult(_process.ExitCode, output, await _error);
    }

    /// <summary>SIGKILL: no handler runs. Says whether the program was still running.</summary>
    public async Task<bool> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        return _process.ExitCode != 0;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
