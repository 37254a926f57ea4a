namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>
/// One compiler process for the builds of this run. To start a compiler costs more than to compile a small project, and a
/// user's builds share one too. Its pipe has a name of this run, so it neither takes work from elsewhere nor gives any.
/// </summary>
internal static class SharedCompiler
{
    private static readonly string Pipe = $"artifactbuild-{Guid.NewGuid():N}";

    /// <summary>The variables with which a build uses it; the first build starts it.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } =
        new Dictionary<string, string> { ["UseSharedCompilation"] = "true", ["SharedCompilationId"] = Pipe };

    /// <summary>The variables with which a build starts a compiler of its own: as its own user, in its own culture.</summary>
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string> { ["UseSharedCompilation"] = "false" };

    /// <summary>Ends the compiler. One that can't be told, or whose run died before it got here, ends itself after ten idle minutes.</summary>
    public static async Task EndAsync()
    {
        var line = new CommandLine(Command.Dotnet, Path.GetTempPath());
        CommandResult version = (await Command.RunAsync(line with { Arguments = ["--version"] })).AssertSuccess();
        string compiler = Path.Combine(
            Path.GetDirectoryName(Command.Dotnet)!, "sdk", version.Output.Trim(), "Roslyn", "bincore", "VBCSCompiler.dll");
        // It refuses when it does not get an answer soon enough for it, as on a busy machine, so it is asked again.
        CommandLine shutdown = line with { Arguments = [compiler, "-shutdown", $"-pipename:{Pipe}"] };
        for (int attempt = 0; attempt < 10 && (await Command.RunAsync(shutdown)).ExitCode != 0; attempt++) { }
    }
}
