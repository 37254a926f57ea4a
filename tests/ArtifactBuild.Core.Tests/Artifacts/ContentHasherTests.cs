using System.Security.Cryptography;
using ArtifactBuild.Content;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Artifacts;

[TestClass]
public class ContentHasherTests
{
    private const int MiB = 1024 * 1024;

    [TestMethod]
    public async Task Known_contents_have_known_digests()
    {
        using var temporary = new TemporaryDirectory();
        ContentDigests empty = await ContentHasher.HashFileAsync(temporary.Write("empty", ""), CancellationToken.None);
        Assert.AreEqual("1B2M2Y8AsgTpgAmY7PhCfg==", empty.Md5);
        Assert.AreEqual("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", empty.Sha256.Hex);
        Assert.AreEqual(0, empty.Size);

        ContentDigests abc = await ContentHasher.HashFileAsync(temporary.Write("abc", "abc"), CancellationToken.None);
        Assert.AreEqual("kAFQmDzST7DWlj99KOF/cg==", abc.Md5);
        Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", abc.Sha256.Hex);
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(1, 0)]
    [DataRow(MiB - 1, 0)]
    [DataRow(MiB, 0)]
    [DataRow(MiB + 1, 0)]
    [DataRow(2 * MiB, 0)]
    [DataRow(16 * MiB - 1, 0)]
    [DataRow(16 * MiB, 0)]
    [DataRow(16 * MiB + 1, 0)]
    [DataRow(32 * MiB, 0)]
    [DataRow(32 * MiB + 1, 3)]
    [DataRow(48 * MiB, 3)]
    [DataRow(48 * MiB + 12345, 4)]
    public async Task Every_digest_is_the_one_that_a_plain_hash_gives(int size, int chunks)
    {
        byte[] bytes = TestContent.Random(size, size);
        using var source = new MemoryStream(bytes);
        using var copy = new MemoryStream(size);

        ContentDigests digests = await ContentHasher.HashAsync(source, copy, CancellationToken.None);

        Assert.AreEqual(size, digests.Size);
        Assert.AreEqual(TestContent.Md5(bytes), digests.Md5);
        Assert.AreEqual(TestContent.Sha256(bytes), digests.Sha256.Hex);
        Assert.IsTrue(copy.GetBuffer().AsSpan(0, (int)copy.Length).SequenceEqual(bytes));
        Assert.HasCount(chunks, digests.Chunks);
        for (int i = 0; i < chunks; i++)
        {
            byte[] chunk = SHA256.HashData(bytes.AsSpan(i * 16 * MiB, Math.Min(16 * MiB, size - i * 16 * MiB)));
            Assert.AreEqual(Convert.ToHexStringLower(chunk), digests.Chunks[i].Hex, $"chunk {i}");
        }
    }

    [TestMethod]
    public async Task A_source_that_gives_little_at_a_time_is_hashed_alike()
    {
        byte[] bytes = TestContent.Random(5, 3 * MiB + 17);
        using var source = new TricklingStream(bytes);
        ContentDigests digests = await ContentHasher.HashAsync(source, Stream.Null, CancellationToken.None);
        Assert.AreEqual(TestContent.Md5(bytes), digests.Md5);
        Assert.AreEqual(TestContent.Sha256(bytes), digests.Sha256.Hex);
    }

    [TestMethod]
    public async Task A_source_or_a_destination_that_throws_is_not_swallowed()
    {
        using var broken = new BrokenStream(9 * MiB, at: 5 * MiB, () => throw new InvalidOperationException("broken"));
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => ContentHasher.HashAsync(broken, Stream.Null, CancellationToken.None));
        using var source = new MemoryStream(new byte[3 * MiB]);
        using var full = new MemoryStream(new byte[2 * MiB]);
        await Assert.ThrowsExactlyAsync<NotSupportedException>(() => ContentHasher.HashAsync(source, full, CancellationToken.None));
    }

    /// <summary>Gives a different number of bytes at each read, seldom many.</summary>
    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + (_reads++ * 7919) % 65536)], cancellationToken);
    }
}
