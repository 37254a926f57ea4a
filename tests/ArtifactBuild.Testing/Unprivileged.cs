namespace ArtifactBuild.Testing;

/// <summary>Runs the command line as somebody whom permissions stop. Root may do everything, so it becomes nobody first.</summary>
internal static class Unprivileged
{
    public static Task<ProgramResult> CliAsync(params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Permissions are set as on Linux.");
        return Environment.IsPrivilegedProcess
            ? StartedProgram.RunWithAsync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", BuildPaths.Cli, .. arguments])
            : StartedProgram.RunAsync(BuildPaths.Cli, arguments);
    }

    /// <summary>Sets modes as chmod(1) reads them.</summary>
    public static async Task SetModeAsync(string mode, params string[] paths)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Permissions are set as on Linux.");
        ProgramResult result = await StartedProgram.RunWithAsync("chmod", ["-R", mode, .. paths]);
        Assert.AreEqual(0, result.ExitCode, result.Error);
    }
}
