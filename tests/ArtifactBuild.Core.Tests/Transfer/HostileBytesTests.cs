using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Blobs that are not what the manifest says. Each time another, good file is in the same version: it must not appear.</summary>
[TestClass]
public class HostileBytesTests
{
    private static readonly string Long = new('x', 3 * 1024 * 1024);

    [TestMethod]
    public async Task A_truncated_blob_is_refused()
    {
        await using HostileRegistry registry = With(Long);
        registry.PublishBlob(Long[..^1], TestContent.Sha256(Long));
        string message = await registry.AssertRefusedAsync(ArtifactCodes.SizeMismatch, Long);
        StringAssert.Contains(message, "“bad.bin”", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_blob_that_goes_on_is_refused()
    {
        await using HostileRegistry registry = With(Long);
        registry.PublishBlob(Long + "x", TestContent.Sha256(Long));
        await registry.AssertRefusedAsync(ArtifactCodes.SizeMismatch, Long, Long + "x");
    }

    [TestMethod]
    public async Task A_flipped_bit_is_refused()
    {
        await using HostileRegistry registry = With(Long);
        string flipped = Long[..1_000_000] + "y" + Long[1_000_001..];
        registry.PublishBlob(flipped, TestContent.Sha256(Long));
        await registry.AssertRefusedAsync(ArtifactCodes.DigestMismatch, Long, flipped);
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(5)]
    [DataRow(0)]
    public async Task A_size_that_lies_is_refused(long size)
    {
        await using HostileRegistry registry = With("four", size);
        registry.PublishBlob("four");
        await registry.AssertRefusedAsync(ArtifactCodes.SizeMismatch, "four");
    }

    [TestMethod]
    public async Task A_size_that_lies_is_refused_when_the_cache_has_the_right_bytes()
    {
        await using HostileRegistry registry = With("four", 5);
        registry.PublishBlob("four");
        await registry.Local.LogAsync("other", [], ("x", "four"));
        await (await registry.Local.Open.GetAsync("other")).DownloadAsync(registry.Local.Temporary["elsewhere"]);
        await registry.Local.Open.DisposeAsync();
        await registry.AssertRefusedAsync(ArtifactCodes.SizeMismatch);
    }

    [TestMethod]
    public async Task Two_sizes_for_the_same_bytes_are_refused()
    {
        await using var registry = new HostileRegistry();
        registry.PublishBlob("four");
        registry.Publish($"{{{HostileRegistry.Entry("a", "four")},{HostileRegistry.Entry("b", "four", 5)}}}");
        await registry.AssertRefusedAsync(ArtifactCodes.SizeMismatch);
    }

    [TestMethod]
    public async Task A_missing_blob_is_refused()
    {
        await using HostileRegistry registry = With("gone");
        await registry.AssertRefusedAsync(ArtifactCodes.ObjectMissing, "gone");
    }

    private static HostileRegistry With(string bad, long? size = null)
    {
        var registry = new HostileRegistry();
        registry.PublishBlob("good");
        registry.Publish($"{{{HostileRegistry.Entry("a-good.txt", "good")},{HostileRegistry.Entry("bad.bin", bad, size)},{HostileRegistry.Entry("z-good.txt", "good")}}}");
        return registry;
    }
}
