using ArtifactBuild.Content;

namespace ArtifactBuild.Storage;

/// <summary>
/// The little that a registry asks of an object store. Keys are <c>/</c>-separated; writes carry a condition, and of several
/// writers that race with the same condition exactly one succeeds; a read after a write sees it.
/// </summary>
/// <remarks>
/// Failures of the store surface as <see cref="Diagnostics.ArtifactException"/> with one of the codes ART2010 and ART2012 to ART2014.
/// What may pass by itself was tried several times then.
/// </remarks>
public interface IObjectStore : IAsyncDisposable
{
    /// <summary>The address of the store, without credentials.</summary>
    string Address { get; }

    /// <summary>Looks at an object without reading it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>What is known of the object; <see langword="null"/> when there is none.</returns>
    Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading.</summary>
    /// <param name="key">The key.</param>
    /// <param name="range">The bytes to read; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the request. A read of the content has a token of its own.</param>
    /// <returns>The object, to be disposed; <see langword="null"/> when there is none.</returns>
    Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken);

    /// <summary>Writes an object, whole or not at all, when the condition holds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The bytes; if reading them throws, nothing is stored.</param>
    /// <param name="condition">What must be true of the object that is there now.</param>
    /// <param name="cancellationToken">Cancels the upload. The object is there whole or not at all: it may be if all of it was sent already.</param>
    /// <returns>The new object; <see langword="null"/> when the condition did not hold.</returns>
    Task<ObjectInfo?> PutAsync(string key, UploadSource content, PutCondition condition, CancellationToken cancellationToken);

    /// <summary>Gives an object a new time of writing, and a new ETag, without changing its bytes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ifMatch">The ETag that the object must have.</param>
    /// <param name="cancellationToken">Cancels the request; the object may have the new time already.</param>
    /// <returns>Whether the object had that ETag.</returns>
    Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken);

    /// <summary>Lists the objects whose keys begin with a text, in no given order.</summary>
    /// <param name="prefix">The text.</param>
    /// <param name="cancellationToken">Ends the list; objects that were listed stay valid.</param>
    /// <returns>The objects.</returns>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes an object.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ifMatch">The ETag that the object must have; <see langword="null"/> for any.</param>
    /// <param name="cancellationToken">Cancels the request; the object may be gone already.</param>
    /// <returns>Whether the object is gone because of this call.</returns>
    Task<bool> DeleteAsync(string key, string? ifMatch, CancellationToken cancellationToken);
}
