using System.Runtime.CompilerServices;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

/// <summary>
/// What all references to stores on the network have in common: the way from a URI to entries and from an entry to its bytes,
/// retries, a bounded number of requests, and coded errors. A store proper reads its URIs, makes one request at a time, and says
/// what its failure means.
/// </summary>
internal abstract partial class RemoteReferences<TUri> : IReferenceHandler, IDisposable
    where TUri : RemoteUri
{
    private readonly Retry _retry;
    private readonly SemaphoreSlim _slots;

    protected RemoteReferences(RemoteOptions options)
    {
        Options = options;
        _retry = new Retry(options);
        _slots = new SemaphoreSlim(options.MaxConnections);
    }

    protected RemoteOptions Options { get; }

    protected abstract StoreWords Words { get; }

    /// <summary>
    /// Whether every object has a version, a number, also where older ones are not kept. Elsewhere an object has one only where they
    /// are, and its version is a text.
    /// </summary>
    protected virtual bool EveryObjectHasVersion => false;

    /// <summary>Whether every object has a digest, so that only an entry that was added without a checksum has none.</summary>
    protected virtual bool EveryObjectHasDigest => true;

    public virtual void Dispose() => _slots.Dispose();

    /// <summary>Reads a URI that a user gave.</summary>
    /// <exception cref="Diagnostics.ArtifactException">ART4009: the URI is none of this store.</exception>
    protected abstract TUri Parse(string uri);

    /// <summary>Reads the URI of an entry, as an earlier reference or another tool wrote it; nothing when it names no object.</summary>
    protected abstract TUri? ParseLogged(string uri);

    /// <summary>Looks at an object, in one request; nothing when there is none.</summary>
    protected abstract Task<RemoteObject?> HeadOnceAsync(TUri uri, CancellationToken cancellationToken);

    /// <summary>Asks for a page of objects in the order of their names, in one request.</summary>
    protected virtual Task<RemotePage> ListOnceAsync(TUri uri, PageRequest request, CancellationToken cancellationToken) =>
        // A store without folders.
        Task.FromResult(new RemotePage([], null));

    /// <summary>Opens the version that a URI asks for, or the current one when that has the digest.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="digest">The digest that the object must have; nothing for any.</param>
    /// <param name="broken">What is to go on where it broke off; nothing for all the bytes.</param>
    /// <param name="watch">Cancels the request, but not the reading of the body; told when one request of several is through.</param>
    protected abstract Task<OpenAnswer> OpenOnceAsync(TUri uri, string? digest, BrokenBody? broken, IdleWatch watch);

    /// <summary>What an exception of the store's own library means; nothing when it is none of that library.</summary>
    protected virtual StoreFailure? Explain(Exception e) => null;

    private async IAsyncEnumerable<RemoteObject> ListAsync(
        TUri uri, string prefix, bool withVersions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new PageRequest(prefix, null, withVersions);
        do
        {
            PageRequest page = request;
            RemotePage answer = await RunAsync(watch => ListOnceAsync(uri, page, watch.Token), cancellationToken).ConfigureAwait(false);
            foreach (RemoteObject found in answer.Objects)
                yield return found;
            request = request with { Next = answer.Next };
        }
        while (request.Next is not null);
    }

    private Task<T> RunAsync<T>(Func<IdleWatch, Task<T>> attempt, CancellationToken cancellationToken) =>
        _retry.RunAsync(attempt, Explain, cancellationToken);

    // A request that waited for a connection in the transport would look idle.
    private async Task<T> InSlotAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    // A name may begin with a slash or have empty parts, which no path has.
    private static string PathOf(string name) => LogicalPath.Normalize(name.TrimStart('/'));
}
