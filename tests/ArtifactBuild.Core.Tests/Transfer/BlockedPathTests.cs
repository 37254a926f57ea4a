using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Something stands where a file is to be restored: nothing at all is written, inside or outside.</summary>
[TestClass]
public class BlockedPathTests
{
    [TestMethod]
    public async Task A_link_in_the_place_of_a_file_is_not_followed()
    {
        await using HostileRegistry registry = With("m/target.txt");
        registry.Local.Temporary.MakeFolder("out/m");
        registry.Local.Temporary.Write("outside/secret.txt", "keep");
        File.CreateSymbolicLink(registry.Local.Temporary["out/m/target.txt"], registry.Local.Temporary["outside/secret.txt"]);
        string message = await registry.AssertRefusedAsync(ArtifactCodes.PathBlocked);
        StringAssert.Contains(message, "is a link", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_link_that_leads_nowhere_is_not_followed()
    {
        await using HostileRegistry registry = With("m/target.txt");
        registry.Local.Temporary.MakeFolder("out/m");
        File.CreateSymbolicLink(registry.Local.Temporary["out/m/target.txt"], registry.Local.Temporary["outside/new.txt"]);
        await registry.AssertRefusedAsync(ArtifactCodes.PathBlocked);
    }

    [TestMethod]
    public async Task A_link_in_the_place_of_a_folder_is_not_followed()
    {
        await using HostileRegistry registry = With("m/sub/target.txt");
        registry.Local.Temporary.MakeFolder("out");
        registry.Local.Temporary.MakeFolder("outside");
        Directory.CreateSymbolicLink(registry.Local.Temporary["out/m"], registry.Local.Temporary["outside"]);
        await registry.AssertRefusedAsync(ArtifactCodes.PathBlocked);
    }

    [TestMethod]
    public async Task A_folder_in_the_place_of_a_file_is_kept()
    {
        await using HostileRegistry registry = With("m/target.txt");
        registry.Local.Temporary.Write("out/m/target.txt/inner.txt", "user's");
        string message = await registry.AssertRefusedAsync(ArtifactCodes.PathBlocked);
        StringAssert.Contains(message, "is a folder", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_file_in_the_place_of_a_folder_is_kept()
    {
        await using HostileRegistry registry = With("m/target.txt");
        registry.Local.Temporary.Write("out/m", "user's");
        string message = await registry.AssertRefusedAsync(ArtifactCodes.PathBlocked);
        StringAssert.Contains(message, "is a file", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task The_folder_for_half_made_files_may_not_be_a_link()
    {
        await using HostileRegistry registry = With("m/target.txt");
        registry.Local.Temporary.MakeFolder("out");
        registry.Local.Temporary.Write("outside/work/thesis.txt", "keep");
        Directory.CreateSymbolicLink(registry.Local.Temporary["out/.artifactbuild-tmp"], registry.Local.Temporary["outside"]);
        string before = FolderSnapshot.Of(registry.Local.Temporary["outside"]);

        await using ArtifactRegistry open = registry.Local.OpenAnother();
        await Codes.AssertThrowsAsync(ArtifactCodes.PathBlocked, async () => await (await open.GetAsync("data")).DownloadAsync(registry.Output));

        Assert.AreEqual(before, FolderSnapshot.Of(registry.Local.Temporary["outside"]));
    }

    [TestMethod]
    [DataRow(".artifactbuild-tmp/x/y")]
    [DataRow(".ARTIFACTBUILD-TMP/x")]
    public async Task An_entry_can_not_lie_in_the_folder_for_half_made_files(string path)
    {
        await using HostileRegistry registry = With(path);
        await registry.AssertRefusedAsync(ArtifactCodes.PathBlocked);
    }

    private static HostileRegistry With(string path)
    {
        var registry = new HostileRegistry();
        registry.PublishBlob("good");
        string others = string.Join(',', Enumerable.Range(0, 40).Select(i => HostileRegistry.Entry($"file-{i}.txt", "good")));
        registry.Publish($"{{{HostileRegistry.Entry(path, "good")},{others}}}");
        return registry;
    }
}
