using System.CommandLine;
using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Cache;
using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Cli.Commands;

/// <summary><c>artifact cache</c>: the shared cache, which no build ever makes smaller.</summary>
internal static class CacheCommand
{
    public static Command Create() => new("cache", "Look after the shared cache.") { CreatePrune() };

    private static Command CreatePrune()
    {
        var age = new Option<string?>("--older-than") { Description = $"Remove what nobody used for so long: {Duration.Form}." };
        var size = new Option<string?>("--max-size") { Description = $"Remove the least recently used until this is left: {ByteQuantity.Form}." };
        var lockfiles = new Option<string[]>("--keep-lockfiles") { Description = "Never remove what these lockfiles pin, and without the other two options remove all else: paths, or globs such as **/artifacts.lock.json; may be repeated." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would go." };
        var registry = new RegistryOptions();
        var command = new Command("prune", "Remove objects from the shared cache by age, by size, or all but those of lockfiles.")
        {
            age, size, lockfiles, dryRun,
        };
        registry.AddCacheTo(command);
        command.SetWork(async (result, console, cancellationToken) =>
        {
            using var cache = new ArtifactCache(registry.CacheDirectory(result));
            IReadOnlySet<Sha256Digest>? keep = result.GetValue(lockfiles) is { Length: > 0 } globs
                ? await LockfileContents.ReadAsync(LockfilePaths.Find("--keep-lockfiles", globs), cache, cancellationToken)
                : null;
            CachePruneResult pruned = cache.Prune(
                new CachePruneOptions
                {
                    OlderThan = Given(age).ToDuration(),
                    MaxSize = Given(size).ToBytes(),
                    Keep = keep,
                    DryRun = result.GetValue(dryRun),
                },
                cancellationToken);
            await console.WriteLineAsync(
                $"{(result.GetValue(dryRun) ? "Would remove" : "Removed")} {Objects(pruned.RemovedObjects)} ({ByteSize.Text(pruned.RemovedBytes)}) from {cache.CacheDirectory}; {Objects(pruned.KeptObjects)} ({ByteSize.Text(pruned.KeptBytes)}) {Plural.Form(pruned.KeptObjects, "stays", "stay")}");
            return 0;

            GivenText Given(Option<string?> option) => new(option.Name, result.GetValue(option)) { IsTyped = true };
        });
        return command;
    }

    private static string Objects(int count) => Plural.Text(count, "object", "objects");
}
