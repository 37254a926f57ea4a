using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Cli.Tests.Fixtures;

/// <summary>What the tool wrote, and how it ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>A registry of a test, and the tool that uses it in this process.</summary>
internal sealed class ToolFolder : IAsyncDisposable
{
    public LocalRegistry Registry { get; } = new();

    public string this[string relative] => Registry.Temporary[relative];

    public string Write(string relative, string text) => Registry.Temporary.Write(relative, text);

    /// <summary>Runs a command with the test's registry and cache; no path starts in the current folder, which all tests share.</summary>
    public Task<ToolResult> RunAsync(params string[] arguments) =>
        RunAloneAsync([.. arguments, "--registry", Registry.Folder, "--cache", Registry.Cache]);

    /// <summary>Runs what was typed and nothing else.</summary>
    public static async Task<ToolResult> RunAloneAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = await Tool.RunAsync(arguments, output, error);
        return new ToolResult(exitCode, output.ToString(), error.ToString());
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();
}
