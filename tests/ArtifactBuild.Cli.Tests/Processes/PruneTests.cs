using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Cache;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Cli.Tests.Processes;

[TestClass]
public sealed class PruneTests
{
    [TestMethod]
    public async Task The_command_line_prunes()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "a"));
        BuildProject app = new BuildProject(registry).Refer("a");
        await app.RestoreAsync();
        using (var cache = new ArtifactCache(app.Cache))
            await AddAsync(cache, "alone");

        string globs = Path.Combine(registry.Temporary.Root, "**", "artifacts.lock.json");
        ProgramResult dry = await RunAsync(app, "--keep-lockfiles", globs, "--dry-run");
        Assert.StartsWith($"Would remove 1 object (5 bytes) from {app.Cache}; 2 objects (", dry.Output);
        Assert.StartsWith("Removed 1 object (5 bytes)", (await RunAsync(app, "--keep-lockfiles", globs)).Output);
        Assert.StartsWith("Removed 0 objects", (await RunAsync(app, "--older-than", "30d")).Output);
        Assert.StartsWith("Removed 2 objects", (await RunAsync(app, "--max-size", "0.5B")).Output);
        foreach (string[] wrong in new string[][] { [], ["--older-than", "soon"], ["--max-size", "-1GB"], ["--keep-lockfiles", "none/*.json"] })
        {
            ProgramResult failed = await RunAsync(app, wrong);
            Assert.AreEqual(1, failed.ExitCode);
            Assert.StartsWith("error ART1004: ", failed.Error);
        }
    }

    private static Task<ProgramResult> RunAsync(BuildProject app, params string[] arguments) =>
        StartedProgram.RunAsync(BuildPaths.Cli, ["cache", "prune", "--cache", app.Cache, .. arguments]);

    private static async Task AddAsync(ArtifactCache cache, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        using var content = new MemoryStream(bytes);
        await cache.AddAsync(Sha256Digest.Of(bytes), bytes.Length, content, "a test", CancellationToken.None);
    }
}
