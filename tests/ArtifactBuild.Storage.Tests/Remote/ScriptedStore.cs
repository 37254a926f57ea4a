using System.Collections.Concurrent;
using System.Globalization;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Tests.Remote;

/// <summary>A store whose server is a table, and whose requests fail as a test says: before they are carried out, or after.</summary>
internal sealed class ScriptedStore(RemoteOptions options, string prefix = "team/registry") : RemoteStore("fake://bucket", prefix, options)
{
    private readonly ConcurrentQueue<(string Call, TimeSpan At)> _calls = new();
    private readonly long _start = options.Clock.GetTimestamp();
    private int _writes;

    /// <summary>What is stored, by name.</summary>
    public ConcurrentDictionary<string, (byte[] Bytes, ObjectInfo Info)> Table { get; } = new();

    /// <summary>Called before a request is carried out; may throw, or take its time.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called after a request was carried out.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>Makes the body of a GET, of the bytes that it should have.</summary>
    public Func<Stream, Stream> Body { get; set; } = bytes => bytes;

    public bool InParallel { get; set; } = true;

    public int PageSize { get; set; } = 1000;

    /// <summary>The requests, in the order in which they began: a word and the name.</summary>
    public string[] Calls => [.. _calls.Select(call => call.Call)];

    public TimeSpan[] Times => [.. _calls.Select(call => call.At)];

    protected override string CredentialsAdvice => "Set FAKE_KEY.";

    public static StoreFailureException Fails(bool transient = true, bool mayHaveHappened = false, TimeSpan? retryAfter = null) => new(
        new StoreFailure(transient ? ArtifactCodes.StoreUnavailable : ArtifactCodes.StoreAccess, "the server fell over.", transient, mayHaveHappened, retryAfter));

    protected override Task<ObjectInfo?> HeadOnceAsync(string name, CancellationToken cancellationToken) => CallAsync(
        $"HEAD {name}", () => Table.TryGetValue(name, out var found) ? found.Info : null, cancellationToken);

    protected override Task<StoredObject?> GetOnceAsync(
        string name, ByteRange? range, string? ifMatch, CancellationToken cancellationToken) => CallAsync(
        $"GET {name} {range?.Offset}+{range?.Length} {ifMatch}".TrimEnd(),
        () =>
        {
            if (!Table.TryGetValue(name, out var found) || (ifMatch is not null && found.Info.ETag != ifMatch))
                return null;
            byte[] bytes = range is ByteRange part
                ? [.. found.Bytes.Skip((int)part.Offset).Take((int)Math.Min(part.Length, int.MaxValue))]
                : found.Bytes;
            return new StoredObject(found.Info, Body(new MemoryStream(bytes)));
        },
        cancellationToken);

    protected override async Task<ObjectInfo?> PutOnceAsync(string name, UploadSource content, PutCondition condition, IdleWatch watch)
    {
        var bytes = new MemoryStream();
        await using (Stream body = watch.Follow(content.Open()))
            await body.CopyToAsync(bytes, watch.Token);
        return await CallAsync($"PUT {name}", () => Store(name, bytes.ToArray(), condition), watch.Token);
    }

    protected override async Task<PartUpload> BeginPartsAsync(
        string name, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        await CallAsync($"BEGIN {name}", () => true, cancellationToken);
        return new Parts(this, name, content);
    }

    protected override Task<bool> TouchOnceAsync(string name, string ifMatch, CancellationToken cancellationToken) => CallAsync(
        $"TOUCH {name}",
        () => Table.TryGetValue(name, out var found) && Store(name, found.Bytes, PutCondition.IfMatch(ifMatch)) is not null,
        cancellationToken);

    protected override Task<bool> DeleteOnceAsync(string name, string? ifMatch, CancellationToken cancellationToken) => CallAsync(
        $"DELETE {name}",
        () => Table.TryGetValue(name, out var found) && (ifMatch is null || found.Info.ETag == ifMatch) && Table.TryRemove(name, out _),
        cancellationToken);

    protected override Task<ListPage> ListOnceAsync(string start, string? next, CancellationToken cancellationToken) => CallAsync(
        $"LIST {start} {next}".TrimEnd(),
        () =>
        {
            int from = int.Parse(next ?? "0", CultureInfo.InvariantCulture);
            ObjectInfo[] all = [.. Table.Values.Select(found => found.Info)
                .Where(info => info.Key.StartsWith(start, StringComparison.Ordinal)).OrderBy(info => info.Key, StringComparer.Ordinal)];
            return new ListPage([.. all.Skip(from).Take(PageSize)], from + PageSize < all.Length ? $"{from + PageSize}" : null);
        },
        cancellationToken);

    // What the library of this store throws.
    protected override StoreFailure? Explain(Exception e) => e is FormatException
        ? new StoreFailure(ArtifactCodes.StoreDenied, "the library was refused.")
        : null;

    private async Task<T> CallAsync<T>(string call, Func<T> carryOut, CancellationToken cancellationToken)
    {
        _calls.Enqueue((call, Options.Clock.GetElapsedTime(_start)));
        await Before(call, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        T result;
        lock (Table)
            result = carryOut();
        await After(call);
        return result;
    }

    private ObjectInfo? Store(string name, byte[] bytes, PutCondition condition)
    {
        if ((Table.TryGetValue(name, out var found) ? found.Info.ETag : null) != condition.ETag)
            return null;
        var info = new ObjectInfo(name, bytes.Length, $"e{Interlocked.Increment(ref _writes)}", DateTimeOffset.UtcNow);
        Table[name] = (bytes, info);
        return info;
    }

    private sealed class Parts(ScriptedStore store, string name, UploadSource content) : PartUpload
    {
        private readonly ConcurrentDictionary<int, byte[]> _parts = new();

        public override long PartSize => PartSizeOf(content.Length);

        public override bool InParallel => store.InParallel;

        public override async Task SendAsync(int number, ByteRange range, IdleWatch watch)
        {
            var bytes = new MemoryStream();
            await using (Stream body = watch.Follow(content.Open(range)))
                await body.CopyToAsync(bytes, watch.Token);
            await store.CallAsync($"PART {number}", () => _parts[number] = bytes.ToArray(), watch.Token);
        }

        public override Task<ObjectInfo?> CompleteAsync(PutCondition condition, CancellationToken cancellationToken) => store.CallAsync(
            $"COMPLETE {name}",
            () => store.Store(name, [.. _parts.OrderBy(part => part.Key).SelectMany(part => part.Value)], condition),
            cancellationToken);

        public override Task AbortAsync(CancellationToken cancellationToken) => store.CallAsync("ABORT", () => true, cancellationToken);
    }
}
