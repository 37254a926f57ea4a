using System.Runtime.CompilerServices;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Storage.Remote;

/// <summary>
/// What all stores on the network have in common: retries, resumed reads, uploads in parts, a bounded number of requests, and
/// coded errors. A store proper makes one request at a time and says what its failure means.
/// </summary>
internal abstract partial class RemoteStore : IObjectStore
{
    private readonly string _prefix;
    private readonly Retry _retry;
    private readonly SemaphoreSlim _slots;

    /// <param name="address">The address, without credentials.</param>
    /// <param name="prefix">What every object's name begins with, without slashes at its ends; empty for nothing.</param>
    /// <param name="options">How the store is used.</param>
    protected RemoteStore(string address, string prefix, RemoteOptions options)
    {
        Address = address;
        Options = options;
        _prefix = prefix.Length == 0 ? "" : prefix + "/";
        _retry = new Retry(options);
        _slots = new SemaphoreSlim(options.MaxConnections);
    }

    public string Address { get; }

    protected RemoteOptions Options { get; }

    /// <summary>What a user may do about a refusal, for example which variables give credentials.</summary>
    protected abstract string CredentialsAdvice { get; }

    /// <summary>What a user may do when there is no such bucket, in the store's own words.</summary>
    protected virtual string MissingAdvice => "Check the bucket's name; the first log makes the registry, but not the bucket.";

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(key, async watch => Keyed(key, await HeadOnceAsync(NameOf(key), watch.Token).ConfigureAwait(false)), cancellationToken);

    public async Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        string name = NameOf(key);
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        StoredObject? found = null;
        try
        {
            found = await ExplainAsync(key, () => OpenAsync(name, range, null, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            if (found is null)
                _slots.Release();
        }

        return found is null ? null : new StoredObject(found.Info with { Key = key }, Resuming(key, name, range, found));
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An empty prefix is none of a key, and everything else must not lead out of the registry.
        string start = prefix.Length == 0 ? _prefix : prefix.EndsWith('/') ? NameOf(prefix[..^1]) + "/" : NameOf(prefix);
        string? next = null;
        do
        {
            string? from = next;
            ListPage page = await RunAsync(prefix, watch => ListOnceAsync(start, from, watch.Token), cancellationToken).ConfigureAwait(false);
            foreach (ObjectInfo info in page.Objects)
                yield return info with { Key = info.Key[_prefix.Length..] };
            next = page.Next;
        }
        while (next is not null);
    }

    public virtual Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken) =>
        RunAsync(key, watch => TouchOnceAsync(NameOf(key), ifMatch, watch.Token), cancellationToken);

    public async Task<bool> DeleteAsync(string key, string? ifMatch, CancellationToken cancellationToken)
    {
        string name = NameOf(key);
        bool unsure = false;
        bool deleted = await RunAsync(
            key,
            watch => NotingAsync(() => DeleteOnceAsync(name, ifMatch, watch.Token), () => unsure = true, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        // A try that seemed to fail may have been the one that deleted it.
        return deleted || (unsure && await HeadAsync(key, cancellationToken).ConfigureAwait(false) is null);
    }

    public virtual ValueTask DisposeAsync()
    {
        _slots.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Looks at an object, in one request.</summary>
    protected abstract Task<ObjectInfo?> HeadOnceAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens an object, in one request. A range that begins at its end or beyond has no bytes.</summary>
    /// <returns>The object; nothing when there is none, or none of that ETag.</returns>
    protected abstract Task<StoredObject?> GetOnceAsync(string name, ByteRange? range, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Writes an object, in one request.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="condition">What must be true of the object that is there now.</param>
    /// <param name="watch">Cancels the request; the body goes through its <see cref="IdleWatch.Follow"/>.</param>
    /// <returns>The object; nothing when the condition did not hold.</returns>
    protected abstract Task<ObjectInfo?> PutOnceAsync(string name, UploadSource content, PutCondition condition, IdleWatch watch);

    /// <summary>Begins an upload in parts.</summary>
    protected abstract Task<PartUpload> BeginPartsAsync(string name, UploadSource content, PutCondition condition, CancellationToken cancellationToken);

    /// <summary>Gives an object a new time and a new ETag, in as few requests as the store can.</summary>
    protected abstract Task<bool> TouchOnceAsync(string name, string ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes an object, in as few requests as the store can.</summary>
    protected abstract Task<bool> DeleteOnceAsync(string name, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Asks for a page of a list, in one request.</summary>
    protected abstract Task<ListPage> ListOnceAsync(string start, string? next, CancellationToken cancellationToken);

    /// <summary>What an exception of the store's own library means; nothing when it is none of that library.</summary>
    protected abstract StoreFailure? Explain(Exception e);

    private ResumingStream Resuming(string key, string name, ByteRange? range, StoredObject found)
    {
        long offset = range?.Offset ?? 0;
        long length = Math.Max(0, Math.Min(range?.Length ?? long.MaxValue, found.Info.Size - offset));
        return new ResumingStream(
            found.Content,
            length,
            async (position, token) =>
            {
                var rest = new ByteRange(offset + position, length - position);
                StoredObject again = await OpenAsync(name, rest, found.Info.ETag, token).ConfigureAwait(false)
                    ?? throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the object changed while it was read."));
                return again.Content;
            },
            Options,
            () => _slots.Release())
        {
            Explain = e => Error(key, e),
        };
    }

    private Task<StoredObject?> OpenAsync(string name, ByteRange? range, string? ifMatch, CancellationToken cancellationToken) =>
        _retry.RunAsync(watch => GetOnceAsync(name, range, ifMatch, watch.Token), Explain, cancellationToken);

    /// <summary>Makes a request, several times if need be, and explains its failure with the key.</summary>
    protected async Task<T> RunAsync<T>(string key, Func<IdleWatch, Task<T>> attempt, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ExplainAsync(key, () => _retry.RunAsync(attempt, Explain, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Runs a try and notes when it fails although the server may have carried it out.</summary>
    private async Task<T> NotingAsync<T>(Func<Task<T>> attempt, Action unsure, CancellationToken cancellationToken)
    {
        try
        {
            return await Retry.TryAsync(attempt, Explain, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e) when (e.Failure.MayHaveHappened)
        {
            unsure();
            throw;
        }
    }

    private async Task<T> ExplainAsync<T>(string key, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StoreFailureException e)
        {
            throw Error(key, e);
        }
    }

    private ArtifactException Error(string key, StoreFailureException e)
    {
        string advice = e.Failure.Code switch
        {
            ArtifactCodes.StoreDenied => CredentialsAdvice,
            ArtifactCodes.StoreMissing => MissingAdvice,
            ArtifactCodes.StoreUnavailable => $"It was tried {Options.MaxAttempts} times. Check the network, and try again.",
            _ => "Check the address of the registry and what the server allows.",
        };
        // The cause stays out: what libraries write into their exceptions may hold secrets.
        return new ArtifactException(e.Failure.Code, $"The registry {Address} could not be used at “{key}”: {e.Failure.Reason} {advice}");
    }

    /// <summary>The name of a key's object.</summary>
    protected string NameOf(string key)
    {
        LogicalPath.EnsureSafe(key);
        return _prefix + key;
    }

    private static ObjectInfo? Keyed(string key, ObjectInfo? info) => info is null ? null : info with { Key = key };
}
