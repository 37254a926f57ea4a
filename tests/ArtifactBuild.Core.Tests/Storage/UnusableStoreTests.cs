using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Storage;

[TestClass]
[DoNotParallelize]
public class UnusableStoreTests
{
    [TestMethod]
    public async Task A_full_disk_is_reported_and_leaves_no_torn_object()
    {
        using SmallDisk disk = SmallDisk.Make(megabytes: 4);
        await using var registry = new LocalRegistry(Path.Combine(disk.Root, "registry"));
        await registry.LogAsync("data", [], ("small.txt", "fits"));
        string source = registry.Temporary.Write("large.bin", TestContent.Random(1, 6_000_000));
        using (Artifact draft = registry.NewDraft())
        {
            await draft.AddFileAsync(source, policy: StoragePolicy.Immutable);
            ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => registry.Open.LogAsync(draft));
            StringAssert.Contains(failure.Message, "disk has space", StringComparison.Ordinal);
        }

        Assert.AreEqual(1, Audit.Registry(registry.Folder));
        Assert.AreEqual("v1", (await registry.LogAsync("data", [], ("small.txt", "fits, too"))).Artifact.Version);
        await registry.Open.DisposeAsync();
        Audit.NoScratch(registry.Folder);
    }

    [TestMethod]
    public async Task A_folder_that_may_not_be_written_is_reported_and_can_still_be_read()
    {
        using var temporary = new TemporaryDirectory();
        string file = temporary.Write("a.txt", "a");
        string registry = temporary["registry"];
        ProgramResult first = await StartedProgram.RunAsync(
            BuildPaths.Cli, "log", "data", file, "--type", "dataset", "--registry", registry, "--cache", temporary["cache"]);
        Assert.AreEqual(0, first.ExitCode, first.Error);
        File.WriteAllText(file, "changed");
        await Unprivileged.SetModeAsync("a+rwX", temporary.Root);
        await Unprivileged.SetModeAsync("a-w", registry);
        string before = FolderSnapshot.Of(registry);

        ProgramResult log = await Unprivileged.CliAsync(
            "log", "data", file, "--type", "dataset", "--registry", registry, "--cache", temporary["cache2"]);
        ProgramResult download = await Unprivileged.CliAsync(
            "download", "data", "--output", temporary["out"], "--registry", registry, "--cache", temporary["cache3"]);

        Assert.AreEqual(1, log.ExitCode, log.Error);
        StringAssert.StartsWith(log.Error, "error ART2010: ", StringComparison.Ordinal);
        Assert.AreEqual(before, FolderSnapshot.Of(registry));
        Assert.AreEqual(0, download.ExitCode, download.Error);
        Assert.AreEqual("a", File.ReadAllText(temporary["out/a.txt"]));
        await Unprivileged.SetModeAsync("u+w", registry);
    }
}
