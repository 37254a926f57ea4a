using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Transfers;

/// <summary>Brings what is compared onto the machine.</summary>
internal static class Installation
{
    // Where the packages put them; another program of the same name may come first in the path.
    public const string Aws = "/usr/bin/aws";
    public const string Rclone = "/usr/bin/rclone";

    /// <summary>Installs the other clients where they are missing, and this repository's tool into a folder.</summary>
    /// <returns>The tool.</returns>
    public static async Task<string> EnsureAsync(string folder)
    {
        string[] missing = [.. new[] { (Aws, "awscli"), (Rclone, "rclone") }.Where(one => !File.Exists(one.Item1)).Select(one => one.Item2)];
        if (missing.Length > 0)
        {
            await RunAsync("apt-get", ["-qq", "update"]);
            await RunAsync("apt-get", ["-qq", "-y", "--no-install-recommends", "install", .. missing]);
        }

        string feed = Path.Combine(folder, "feed");
        string tools = Path.Combine(folder, "tools");
        // As a release is packed: docs/releasing.md.
        string platforms = $"-p:ArtifactToolPlatforms=\"{RuntimeInformation.RuntimeIdentifier};any\"";
        await RunAsync("dotnet", ["pack", Path.Combine(Repository(), "src", "ArtifactBuild.Cli"), "-c", "Release", "-o", feed, "-nologo", "-v:q", platforms]);
        await RunAsync("dotnet", ["tool", "install", "ArtifactBuild.Cli", "--tool-path", tools, "--source", feed]);
        foreach ((string program, string[] arguments) in new[] { (Aws, new[] { "--version" }), (Rclone, ["version"]) })
            await RunAsync(program, arguments);
        return Path.Combine(tools, "artifact");
    }

    private static string Repository()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "ArtifactBuild.sln")))
            at = Path.GetDirectoryName(at);
        return at ?? throw new InvalidOperationException($"No ArtifactBuild.sln lies above {AppContext.BaseDirectory}.");
    }

    private static async Task RunAsync(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using Process process = Process.Start(start)!;
        await Console.Error.WriteAsync(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{file} {arguments[0]} ended with {process.ExitCode}.");
    }
}
