using System.Text.Json;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Manifests whose chunk digests do not fit what else they say.</summary>
[TestClass]
public class HostileChunkTests
{
    private static readonly byte[] Bytes = Large.Three(4);

    [TestMethod]
    public async Task Chunks_that_contradict_the_whole_are_refused_and_nothing_gets_the_name()
    {
        await using var registry = new HostileRegistry();
        string other = TestContent.Sha256("other");
        Write(registry, Bytes, under: other);
        registry.Publish($"{{{Entry("large.bin", other, Bytes.Length, ChunksOf(Bytes))}}}");

        string message = await registry.AssertRefusedAsync(ArtifactCodes.DigestMismatch, "other");

        StringAssert.Contains(message, "“large.bin”", StringComparison.Ordinal);
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(registry.Local.Cache, "partial")));
    }

    [TestMethod]
    public async Task A_wrong_chunk_is_refused_although_the_whole_is_right()
    {
        await using var registry = new HostileRegistry();
        Write(registry, Bytes, under: TestContent.Sha256(Bytes));
        registry.Publish($"{{{Entry("large.bin", TestContent.Sha256(Bytes), Bytes.Length, WithWrongChunk())}}}");

        await registry.AssertRefusedAsync(ArtifactCodes.DigestMismatch);

        Assert.IsEmpty(Directory.GetFiles(Path.Combine(registry.Local.Cache, "partial")));
    }

    [TestMethod]
    public async Task A_wrong_chunk_is_refused_when_the_cache_has_the_right_bytes_and_they_stay()
    {
        await using var registry = new HostileRegistry();
        string sha = TestContent.Sha256(Bytes);
        Write(registry, Bytes, under: sha);
        registry.Publish($"{{{Entry("large.bin", sha, Bytes.Length, ChunksOf(Bytes))}}}");
        await (await registry.Local.Open.GetAsync("data")).DownloadAsync(registry.Local.Temporary["first"]);
        await registry.Local.Open.DisposeAsync();
        registry.Publish($"{{{Entry("large.bin", sha, Bytes.Length, WithWrongChunk())}}}");

        await registry.AssertRefusedAsync(ArtifactCodes.DigestMismatch);

        Large.AssertBytes(Bytes, Path.Combine(registry.Local.Cache, "objects", "sha256", sha[..2], sha[2..]));
    }

    [TestMethod]
    public async Task Two_sizes_for_the_same_large_content_are_refused()
    {
        await using var registry = new HostileRegistry();
        string sha = TestContent.Sha256(Bytes);
        Write(registry, Bytes, under: sha);
        registry.Publish($"{{{Entry("a.bin", sha, Bytes.Length, ChunksOf(Bytes))},{Entry("b.bin", sha, Bytes.Length - 1, ChunksOf(Bytes))}}}");

        await registry.AssertRefusedAsync(ArtifactCodes.SizeMismatch);
    }

    /// <summary>A reference to another artifact's file has stored bytes too, and no rule says how many chunks it has.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    public async Task Chunks_that_do_not_cover_the_content_put_nothing_wrong_into_the_cache(int count)
    {
        await using var registry = new HostileRegistry();
        string[] chunks = [.. Enumerable.Range(0, count).Select(i => TestContent.Sha256(Bytes[
            Math.Min(Bytes.Length, i * Large.ChunkSize)..Math.Min(Bytes.Length, (i + 1) * Large.ChunkSize)]))];
        // The digest is that of the chunks alone, the size that of the whole.
        string sha = TestContent.Sha256(Bytes[..Math.Min(Bytes.Length, count * Large.ChunkSize)]);
        Write(registry, Bytes, under: sha);
        string extra = $$$"""{"sha256":"{{{sha}}}","sha256Chunks":{{{JsonSerializer.Serialize(chunks)}}},"targetSize":{{{Bytes.Length}}}}""";
        registry.Publish($$$"""{"ref.bin":{"digest":"x","extra":{{{extra}}},"ref":"wandb-artifact://6162/x.bin","size":0}}""");

        if (count == 4)
            await (await registry.Local.Open.GetAsync("data")).DownloadAsync(registry.Output);
        else
            await registry.AssertRefusedAsync(ArtifactCodes.DigestMismatch);

        Audit.Cache(registry.Local.Cache);
        Assert.AreEqual(count == 4, File.Exists(Path.Combine(registry.Local.Cache, "objects", "sha256", sha[..2], sha[2..])));
    }

    private static string[] ChunksOf(byte[] bytes) => [.. bytes.Chunk(ContentDigests.ChunkSize).Select(TestContent.Sha256)];

    private static string[] WithWrongChunk()
    {
        string[] chunks = ChunksOf(Bytes);
        chunks[1] = TestContent.Sha256("wrong");
        return chunks;
    }

    private static string Entry(string path, string sha256, long size, string[] chunks) => $$$"""
        "{{{path}}}":{"digest":"{{{TestContent.Md5(path)}}}","extra":{"sha256":"{{{sha256}}}","sha256Chunks":{{{JsonSerializer.Serialize(chunks)}}}},"size":{{{size}}}}
        """;

    private static void Write(HostileRegistry registry, byte[] bytes, string under)
    {
        string path = registry.Local.BlobPath(under);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
