using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Registries;

/// <summary>Files that change between being added and being logged.</summary>
[TestClass]
public class ChangedSourceTests
{
    private const int MiB = 1024 * 1024;

    [TestMethod]
    [DataRow(5, 5, DisplayName = "other bytes of equal size")]
    [DataRow(5, 3, DisplayName = "shorter")]
    [DataRow(5, 8, DisplayName = "longer")]
    [DataRow(5, 0, DisplayName = "emptied")]
    [DataRow(0, 4, DisplayName = "no longer empty")]
    [DataRow(MiB, MiB + 1, DisplayName = "longer, at the edge of a buffer")]
    [DataRow(3 * MiB, 2 * MiB, DisplayName = "shorter, at the edge of a buffer")]
    public async Task An_immutable_file_that_changed_makes_the_log_fail(int before, int after)
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.Write("source.bin", TestContent.Random(1, before));
        using Artifact draft = registry.NewDraft();
        await draft.AddFileAsync(source, policy: StoragePolicy.Immutable);
        // The same bytes and more, or fewer; but for equal sizes others.
        File.WriteAllBytes(source, before == after ? TestContent.Random(2, after) : TestContent.Random(1, after));

        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.SourceChanged, () => registry.Open.LogAsync(draft));

        StringAssert.Contains(failure.Message, source, StringComparison.Ordinal);
        AssertNothingVisible(registry);
    }

    [TestMethod]
    public async Task An_immutable_file_that_grew_by_the_same_bytes_is_noticed_too()
    {
        await using var registry = new LocalRegistry();
        byte[] bytes = TestContent.Random(1, 2 * MiB);
        string source = registry.Temporary.Write("source.bin", bytes[..MiB]);
        using Artifact draft = registry.NewDraft();
        await draft.AddFileAsync(source, policy: StoragePolicy.Immutable);
        File.WriteAllBytes(source, bytes);

        await Codes.AssertThrowsAsync(ArtifactCodes.SourceChanged, () => registry.Open.LogAsync(draft));

        AssertNothingVisible(registry);
    }

    [TestMethod]
    public async Task An_immutable_file_that_vanished_makes_the_log_fail()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.Write("source.bin", "bytes");
        using Artifact draft = registry.NewDraft();
        await draft.AddFileAsync(source, policy: StoragePolicy.Immutable);
        File.Delete(source);

        await Codes.AssertThrowsAsync(ArtifactCodes.SourceChanged, () => registry.Open.LogAsync(draft));

        AssertNothingVisible(registry);
    }

    [TestMethod]
    public async Task A_mutable_file_is_logged_as_it_was_when_it_was_added()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.Write("source.bin", "before");
        using Artifact draft = registry.NewDraft();
        await draft.AddFileAsync(source);
        File.WriteAllText(source, "after!");

        await registry.Open.LogAsync(draft);

        string folder = await draft.DownloadAsync(registry.Temporary["out"]);
        Assert.AreEqual("before", File.ReadAllText(Path.Combine(folder, "source.bin")));
    }

    [TestMethod]
    public async Task A_mutable_file_may_even_be_deleted()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.Write("d/source.bin", "before");
        using Artifact draft = registry.NewDraft();
        await draft.AddDirectoryAsync(Path.GetDirectoryName(source)!);
        File.Delete(source);

        await registry.Open.LogAsync(draft);

        Assert.AreEqual("before", File.ReadAllText(Path.Combine(await draft.DownloadAsync(registry.Temporary["out"]), "source.bin")));
    }

    private static void AssertNothingVisible(LocalRegistry registry)
    {
        Assert.AreEqual(0, Audit.Registry(registry.Folder));
        Assert.IsFalse(File.Exists(registry.HeadPath("data")));
        Assert.IsFalse(Directory.Exists(Path.Combine(registry.Folder, "blobs")) && Directory.EnumerateFiles(Path.Combine(registry.Folder, "blobs"), "*", SearchOption.AllDirectories).Any());
    }
}
