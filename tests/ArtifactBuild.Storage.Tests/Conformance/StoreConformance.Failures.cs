using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Conformance;

// What goes wrong in the middle leaves nothing behind, and says what it was.
public abstract partial class StoreConformance
{
    // What may be on its way in buffers, and in the parts that go at once.
    private const long Buffered = 2 * MiB;

    [TestMethod]
    [DataRow(8 * MiB)]
    [DataRow(50 * MiB)]
    public async Task A_cancelled_upload_reads_no_more_and_leaves_nothing(int size)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var content = new EventfulContent(size, size / 3, cancel.Cancel);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Store.PutAsync("k", content, PutCondition.IfAbsent, cancel.Token).WaitAsync(TestClock.Patience, CancellationToken.None));

        Assert.IsLessThanOrEqualTo(Buffered, content.ReadAfter);
        await AssertNothingStoredAsync("k", size);
    }

    [TestMethod]
    public async Task A_cancelled_swap_leaves_what_was_there()
    {
        ObjectInfo first = await CreateAsync("k", "first");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var content = new EventfulContent(8 * MiB, 3 * MiB, cancel.Cancel);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Store.PutAsync("k", content, PutCondition.IfMatch(first.ETag), cancel.Token));
        AssertSame(first, await HeadAsync("k"));
        Assert.AreEqual("first", await TextAsync("k"));
    }

    [TestMethod]
    public async Task A_cancelled_download_returns()
    {
        await Store.PutAsync("k", new GeneratedContent(1, 50L * MiB), PutCondition.IfAbsent, Token);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        StoredObject? open = await Store.GetAsync("k", null, cancel.Token);
        await open!.Content.ReadExactlyAsync(new byte[MiB], cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await open.Content.ReadExactlyAsync(new byte[100], cancel.Token));
        await open.DisposeAsync().AsTask().WaitAsync(TestClock.Patience, Token);

        // What it held is free for others.
        Assert.AreEqual(50L * MiB, (await HeadAsync("k")).Size);
    }

    [TestMethod]
    public async Task What_is_cancelled_beforehand_does_nothing()
    {
        ObjectInfo info = await CreateAsync("k", "x");
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Store.PutAsync("k2", UploadSource.Of(Bytes("x")), PutCondition.IfAbsent, cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(() => Store.TouchAsync("k", info.ETag, cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(() => Store.DeleteAsync("k", null, cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await Store.ListAsync("", cancelled).CountAsync(cancelled));
        AssertSame(info, (await ListAsync("")).Single());
    }

    [TestMethod]
    [DataRow(8 * MiB)]
    [DataRow(50 * MiB)]
    public async Task Content_that_throws_leaves_nothing(int size)
    {
        var content = new EventfulContent(size, size / 3, () => throw new InvalidOperationException("the source is broken"));
        await Assert.ThrowsAsync<Exception>(() => Store.PutAsync("k", content, PutCondition.IfAbsent, Token));
        await AssertNothingStoredAsync("k", size);
    }

    [TestMethod]
    [DataRow(10)]
    [DataRow(8 * MiB)]
    [DataRow(50 * MiB)]
    public async Task Content_that_throws_a_coded_error_is_not_read_again_and_the_error_comes_as_it_is(int size)
    {
        var broken = new ArtifactException(ArtifactCodes.SourceChanged, "the source is broken");
        int thrown = 0;
        var content = new EventfulContent(size, size / 3, () =>
        {
            Interlocked.Increment(ref thrown);
            throw broken;
        });

        ArtifactException failure = await Assert.ThrowsExactlyAsync<ArtifactException>(
            () => Store.PutAsync("k", content, PutCondition.IfAbsent, Token));

        Assert.AreSame(broken, failure);
        // Parts that are under way at the same time find it, too.
        Assert.IsLessThanOrEqualTo((int)Math.Ceiling(size / (16.0 * MiB)), thrown);
        await AssertNothingStoredAsync("k", size);
    }

    [TestMethod]
    [DataRow(1000, 0)]
    [DataRow(1000, 999)]
    [DataRow((33 * MiB) + 3, 10)]
    [DataRow((33 * MiB) + 3, 17 * MiB)]
    [DataRow((33 * MiB) + 3, (33 * MiB) + 2)]
    public async Task Content_that_is_no_longer_what_was_hashed_is_refused_and_leaves_nothing(int size, int differsAt)
    {
        byte[] promised = TestContent.Random(1, size);
        byte[] actual = [.. promised];
        actual[differsAt] ^= 1;

        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.SourceChanged, () => Store.PutAsync("k", new PromisedContent(promised, actual), PutCondition.IfAbsent, Token));

        Assert.Contains("model.bin", failure.Message);
        await AssertNothingStoredAsync("k", size);
    }

    [TestMethod]
    public async Task Content_that_is_what_was_hashed_is_stored()
    {
        byte[] bytes = TestContent.Random(1, (33 * MiB) + 3);
        Assert.IsNotNull(await Store.PutAsync("k", new PromisedContent(bytes, bytes), PutCondition.IfAbsent, Token));
        await using StoredObject? read = await Store.GetAsync("k", null, Token);
        byte[] stored = new byte[bytes.Length];
        await read!.Content.ReadExactlyAsync(stored, Token);
        Assert.IsTrue(stored.AsSpan().SequenceEqual(bytes));
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(1)]
    public async Task Content_of_another_length_leaves_nothing(int difference)
    {
        var content = new WrongLengthContent(1000 + difference, new byte[1000]);
        await Assert.ThrowsExactlyAsync<ArtifactException>(() => Store.PutAsync("k", content, PutCondition.IfAbsent, Token));
        await AssertNothingStoredAsync("k", 1000);
    }

    [TestMethod]
    public async Task A_store_may_be_closed_without_use_and_twice()
    {
        IObjectStore unused = await Home.OpenAsync(Address);
        await unused.DisposeAsync();
        await unused.DisposeAsync();
        IObjectStore used = await Home.OpenAsync(Address);
        await used.PutAsync("k", UploadSource.Of(Bytes("x")), PutCondition.IfAbsent, Token);
        await used.DisposeAsync();
        await used.DisposeAsync();
        // It takes nothing with it that other stores need.
        Assert.AreEqual("x", await TextAsync("k"));
    }

    private sealed class WrongLengthContent(long length, byte[] bytes) : UploadSource
    {
        public override long Length => length;

        public override Stream Open(ByteRange range) => new MemoryStream(bytes, writable: false);
    }
}
