using System.ComponentModel;
using System.Text.Json;
using ArtifactBuild.GcsHosting.Tests.Fixtures;

namespace ArtifactBuild.GcsHosting.Tests.Client;

/// <summary>Google's own client, from npm, in a folder outside the repository that the first run fills.</summary>
internal static class GoogleClient
{
    private const string Package = "@google-cloud/storage";
    private const string Version = "7.22.0";

    private static readonly Lazy<Task<string?>> Installed = new(InstallAsync);

    // Why it can't be had; for the tests, and only set when Installed gave nothing.
    private static string _reason = "";

    /// <summary>Runs one section of the script against a host, and gives what it printed.</summary>
    public static async Task<JsonElement> RunAsync(GcsHost host, string section)
    {
        string? folder = await Installed.Value;
        if (folder == null)
        {
            string message = $"The npm client {Package} {Version} could not be had: {_reason}";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(message);
            Assert.Inconclusive(message);
        }

        string script = Path.Combine(AppContext.BaseDirectory, "Client", "prove.mjs");
        Command run = await Command.RunAsync(TimeSpan.FromMinutes(3), "node", script, folder, host.Endpoint.AbsoluteUri.TrimEnd('/'), section);
        Assert.AreEqual(0, run.ExitCode, run.Errors);
        using JsonDocument results = JsonDocument.Parse(run.Output);
        JsonElement result = results.RootElement.GetProperty(section).Clone();
        if (result.TryGetProperty("failed", out JsonElement failure))
            Assert.Fail("The client failed: " + failure);
        return result;
    }

    private static async Task<string?> InstallAsync()
    {
        string folder = Path.Combine(Root(), "gcs-npm-" + Version);
        if (Directory.Exists(folder))
            return folder;

        // Several may do this at once; whoever is done first names the folder.
        string temporary = $"{folder}.{Guid.NewGuid():n}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            await File.WriteAllTextAsync(Path.Combine(temporary, "package.json"), """{ "name": "gcs-client", "private": true }""");
            string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            Command install = await Command.RunAsync(
                TimeSpan.FromMinutes(5), npm, "install", "--prefix", temporary, "--no-audit", "--no-fund", "--ignore-scripts", "--save-exact", $"{Package}@{Version}");
            if (install.ExitCode != 0)
                return Unavailable(install.Errors);
            Directory.Move(temporary, folder);
            return folder;
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            return folder;
        }
        catch (Exception failure) when (failure is Win32Exception or TimeoutException or IOException or UnauthorizedAccessException)
        {
            return Unavailable(failure.Message);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static string? Unavailable(string reason)
    {
        _reason = reason;
        return null;
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("ARTIFACTBUILD_TEST_SERVERS") is { Length: > 0 } own)
            return own;
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "artifactbuild-test-servers");
    }
}
