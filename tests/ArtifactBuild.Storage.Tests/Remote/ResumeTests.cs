using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Remote;

/// <summary>Bodies that break off.</summary>
[TestClass]
public sealed class ResumeTests
{
    private static readonly RemoteOptions Options = new()
    {
        MaxAttempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(1),
        MaxPause = TimeSpan.FromMilliseconds(10),
        IdleTimeout = TimeSpan.FromMinutes(2),
        MaxConnections = 2,
    };

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task The_rest_is_asked_for_under_the_same_etag()
    {
        await using ScriptedStore store = await FilledAsync();
        int opened = 0;
        store.Body = bytes => ++opened == 1 ? new BreakingStream(bytes, after: 4) : bytes;
        Assert.AreEqual("0123456789", await ReadAsync(store, null));
        CollectionAssert.AreEqual(new[] { "PUT team/registry/k", "GET team/registry/k +", "GET team/registry/k 4+6 e1" }, store.Calls);
    }

    [TestMethod]
    public async Task The_rest_of_a_range_ends_where_the_range_ends()
    {
        await using ScriptedStore store = await FilledAsync();
        int opened = 0;
        store.Body = bytes => ++opened <= 2 ? new BreakingStream(bytes, after: 2) : bytes;
        Assert.AreEqual("23456", await ReadAsync(store, new ByteRange(2, 5)));
        CollectionAssert.AreEqual(
            new[] { "GET team/registry/k 2+5", "GET team/registry/k 4+3 e1", "GET team/registry/k 6+1 e1" }, store.Calls[1..]);
    }

    [TestMethod]
    public async Task An_early_end_is_a_break()
    {
        await using ScriptedStore store = await FilledAsync();
        int opened = 0;
        store.Body = bytes => ++opened == 1 ? new MemoryStream("01234"u8.ToArray()) : bytes;
        Assert.AreEqual("0123456789", await ReadAsync(store, null));
        Assert.AreEqual("GET team/registry/k 5+5 e1", store.Calls[^1]);
    }

    [TestMethod]
    public async Task A_body_that_never_gets_on_is_given_up_after_the_last_try()
    {
        await using ScriptedStore store = await FilledAsync();
        store.Body = bytes => new BreakingStream(bytes, after: 0);
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.StoreUnavailable, () => ReadAsync(store, null));
        Assert.HasCount(1 + Options.MaxAttempts, store.Calls);
        Assert.Contains("It was tried 3 times", failure.Message);
    }

    [TestMethod]
    public async Task A_body_that_gets_on_a_byte_at_a_time_arrives()
    {
        await using ScriptedStore store = await FilledAsync();
        store.Body = bytes => new BreakingStream(bytes, after: 1);
        Assert.AreEqual("0123456789", await ReadAsync(store, null));
        Assert.HasCount(1 + 10, store.Calls);
    }

    [TestMethod]
    public async Task An_object_that_changed_or_went_is_not_continued()
    {
        await using ScriptedStore store = await FilledAsync();
        store.Body = bytes => new BreakingStream(bytes, after: 4);
        await using (StoredObject? changed = await store.GetAsync("k", null, Token))
        {
            await store.PutAsync("k", UploadSource.Of("9876543210"u8.ToArray()), PutCondition.IfMatch("e1"), Token);
            ArtifactException failure = await Codes.AssertThrowsAsync(
                ArtifactCodes.StoreAccess, () => changed!.Content.CopyToAsync(Stream.Null, Token));
            Assert.Contains("changed while it was read", failure.Message);
        }

        await using StoredObject? gone = await store.GetAsync("k", null, Token);
        await store.DeleteAsync("k", null, Token);
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => gone!.Content.CopyToAsync(Stream.Null, Token));
    }

    [TestMethod]
    public async Task A_body_holds_its_place_until_it_is_closed()
    {
        await using ScriptedStore store = await FilledAsync();
        StoredObject? first = await store.GetAsync("k", null, Token);
        StoredObject? second = await store.GetAsync("k", null, Token);
        await AssertWaitsAsync(store);

        await first!.DisposeAsync();
        await first.DisposeAsync();
        Assert.IsNotNull(await store.HeadAsync("k", Token));

        // Closing twice gave one place back, not two.
        await using StoredObject? third = await store.GetAsync("k", null, Token);
        await AssertWaitsAsync(store);
        await second!.DisposeAsync();
    }

    [TestMethod]
    public async Task What_is_not_there_and_what_fails_hold_no_place()
    {
        await using ScriptedStore store = await FilledAsync();
        for (int i = 0; i < 5; i++)
            Assert.IsNull(await store.GetAsync("nothing", null, Token));
        store.Before = (_, _) => throw ScriptedStore.Fails(transient: false);
        for (int i = 0; i < 5; i++)
            await Assert.ThrowsAsync<ArtifactException>(() => store.GetAsync("k", null, Token));
        store.Before = (_, _) => Task.CompletedTask;
        Assert.IsNotNull(await store.HeadAsync("k", Token));
    }

    [TestMethod]
    public async Task A_body_can_be_read_without_waiting_in_tasks()
    {
        await using ScriptedStore store = await FilledAsync();
        int opened = 0;
        store.Body = bytes => ++opened == 1 ? new BreakingStream(bytes, after: 4) : bytes;
        await using StoredObject? read = await store.GetAsync("k", null, Token);
        byte[] bytes = new byte[20];
        // The interface of streams has both.
#pragma warning disable CA1849
        Assert.AreEqual(4, read!.Content.Read(bytes, 0, 20));
        Assert.AreEqual(6, read.Content.Read(bytes, 4, 16));
        Assert.AreEqual(0, read.Content.Read(bytes, 10, 10));
#pragma warning restore CA1849
        Assert.AreEqual(10, read.Content.Length);
        Assert.AreEqual(10, read.Content.Position);
    }

    /// <summary>A request with a free place is on its way when its call returns; this one is not.</summary>
    private static async Task AssertWaitsAsync(ScriptedStore store)
    {
        using var cancel = new CancellationTokenSource();
        int before = store.Calls.Length;
        Task<ObjectInfo?> head = store.HeadAsync("k", cancel.Token);
        Assert.IsFalse(head.IsCompleted);
        Assert.HasCount(before, store.Calls);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => head);
    }

    private async Task<ScriptedStore> FilledAsync()
    {
        var store = new ScriptedStore(Options);
        await store.PutAsync("k", UploadSource.Of("0123456789"u8.ToArray()), PutCondition.IfAbsent, Token);
        return store;
    }

    private async Task<string> ReadAsync(ScriptedStore store, ByteRange? range)
    {
        await using StoredObject? read = await store.GetAsync("k", range, Token);
        using var reader = new StreamReader(read!.Content);
        return await reader.ReadToEndAsync(Token);
    }

    /// <summary>A body whose connection breaks.</summary>
    private sealed class BreakingStream(Stream inner, int after) : ForwardReadStream
    {
        private int _left = after;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (_left == 0)
                throw new IOException("The connection is gone.");
            int read = inner.Read(buffer[..Math.Min(_left, buffer.Length)]);
            _left -= read;
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));
    }
}
