using System.Runtime.CompilerServices;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Artifacts;

// Putting a draft together.
public sealed partial class Artifact
{
    /// <summary>Adds a file. The digest is of the bytes that will be logged, whatever happens to the file meanwhile.</summary>
    /// <param name="localPath">The file; a link is followed.</param>
    /// <param name="name">Its path in the artifact; its file name when this is <see langword="null"/> or empty.</param>
    /// <param name="isTemporary">
    /// Whether the file name up to its first dot is replaced by 20 hexadecimal digits of the content's MD5.
    /// </param>
    /// <param name="skipCache">Whether the bytes are kept out of the cache when the artifact is logged.</param>
    /// <param name="policy">Whether the file may change before the artifact is logged.</param>
    /// <param name="overwrite">Whether an entry of the same path with other content is replaced.</param>
    /// <param name="cancellationToken">Cancels the reading of the file. The draft stays as it was.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArtifactException">
    /// ART4001: there is no such file. ART3004: the path is not safe. ART4005: the path has other content already.
    /// </exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public Task<ManifestEntry> AddFileAsync(
        string localPath,
        string? name = null,
        bool isTemporary = false,
        bool skipCache = false,
        StoragePolicy policy = StoragePolicy.Mutable,
        bool overwrite = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(localPath);
        return Open().AddFileAsync(localPath, name, isTemporary, skipCache, policy, overwrite, cancellationToken);
    }

    /// <summary>
    /// Adds every file below a folder, hidden ones too, following links; all of them or, when one fails, none. Empty folders
    /// have no entries.
    /// </summary>
    /// <param name="localPath">The folder.</param>
    /// <param name="name">The folder in the artifact; its root when this is <see langword="null"/> or empty.</param>
    /// <param name="skipCache">Whether the bytes are kept out of the cache when the artifact is logged.</param>
    /// <param name="policy">Whether the files may change before the artifact is logged.</param>
    /// <param name="overwrite">Whether entries of the same path with other content are replaced.</param>
    /// <param name="cancellationToken">Cancels the reading of the files. The draft stays as it was.</param>
    /// <returns>The entries, in no given order.</returns>
    /// <exception cref="ArtifactException">
    /// ART4001: there is no such folder, a link in it leads nowhere or in a circle. ART3004: a path is not safe. ART4005: a path
    /// has other content already.
    /// </exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public Task<IReadOnlyList<ManifestEntry>> AddDirectoryAsync(
        string localPath,
        string? name = null,
        bool skipCache = false,
        StoragePolicy policy = StoragePolicy.Mutable,
        bool overwrite = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(localPath);
        return Open().AddDirectoryAsync(localPath, name, skipCache, policy, overwrite, cancellationToken);
    }

    /// <summary>Adds entries that point to a URI. No bytes are stored.</summary>
    /// <param name="uri">
    /// The URI. <c>file:</c> files and folders are read for their digests; a scheme that is not known is only kept track of.
    /// </param>
    /// <param name="name">The path in the artifact, of the entry or of the folder that holds the entries.</param>
    /// <param name="checksum">Whether the content is looked at; if not, the digest is made of the URI.</param>
    /// <param name="maxObjects">How many entries the URI may stand for.</param>
    /// <param name="cancellationToken">Cancels the look at what the URI stands for. The draft stays as it was.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="ArtifactException">
    /// ART4009: the text is not a URI, its target does not exist, a name is missing, or there are too many objects. ART3004
    /// and ART4005 as for a file.
    /// </exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public Task<IReadOnlyList<ManifestEntry>> AddReferenceAsync(
        string uri,
        string? name = null,
        bool checksum = true,
        int maxObjects = 10_000_000,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return Open().AddReferenceAsync(uri, name, checksum, maxObjects, cancellationToken);
    }

    /// <summary>Writes a new entry. When <paramref name="write"/> throws, nothing is added.</summary>
    /// <param name="name">The path in the artifact.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="overwrite">Whether an entry of the same path is replaced.</param>
    /// <param name="cancellationToken">Cancels the hashing of what was written. The draft stays as it was.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArtifactException">ART4005: the path exists, whatever its content. ART3004: the path is not safe.</exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public async Task<ManifestEntry> NewFileAsync(
        string name,
        Func<Stream, CancellationToken, Task> write,
        bool overwrite = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(write);
        ArtifactFileStream file = NewFile(name, overwrite);
        await using (file.ConfigureAwait(false))
        {
            try
            {
                await write(file, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                file.Discard();
                throw;
            }
        }

        return file.Entry!;
    }

    /// <summary>
    /// Opens a new entry for writing: it is added when the stream is disposed. A failed write adds nothing; call
    /// <see cref="ArtifactFileStream.Discard"/> when something else fails, or use <see cref="NewFileAsync"/>, which sees to it.
    /// </summary>
    /// <param name="name">The path in the artifact.</param>
    /// <param name="overwrite">Whether an entry of the same path is replaced.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="ArtifactException">ART4005: the path exists, whatever its content. ART3004: the path is not safe.</exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public ArtifactFileStream NewFile(string name, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Open().NewFile(name, overwrite);
    }

    /// <summary>
    /// Adds a reference to an entry of a logged artifact. Of a chain of such references the end is taken, so that the new entry
    /// leads straight to the artifact that holds the bytes.
    /// </summary>
    /// <param name="entry">An entry that <see cref="GetEntry"/> gave.</param>
    /// <param name="name">The path in this artifact; the file name of the entry if not given.</param>
    /// <returns>The new entry.</returns>
    /// <exception cref="ArtifactException">ART4005: the path has other content already. ART4009: the entry belongs to a draft.</exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public ManifestEntry AddReference(ArtifactEntry entry, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Open().AddReference(entry.Target, name);
    }

    /// <summary>Adds an object, as <see cref="Add"/> does.</summary>
    /// <param name="name">The path in the artifact; the suffix is added when it is missing.</param>
    /// <value>The object.</value>
    /// <exception cref="ArtifactException">ART4005: the path has other content already.</exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public ArtifactObject this[string name]
    {
        set => Add(value, name);
    }

    /// <summary>
    /// Adds an object: its JSON under <paramref name="name"/> and the suffix of its kind, and the files that it needs.
    /// </summary>
    /// <param name="item">
    /// The object. If it was added before, nothing is done, whatever the name is now and whatever became of the object. One that
    /// was read from another artifact, and not changed since, is stored as a reference to it.
    /// </param>
    /// <param name="name">
    /// The path in the artifact; the suffix is added when it is missing. Below <c>media/tables</c> the file is named by its
    /// content instead: 20 digits of its MD5, and the suffix.
    /// </param>
    /// <param name="overwrite">
    /// Whether an entry of the same path with other content is replaced, and an object that was added before is added anew.
    /// </param>
    /// <returns>The entry of the object's JSON: the one that is there already if it has the same content.</returns>
    /// <exception cref="ArtifactException">ART4005: the path has other content already.</exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public ManifestEntry Add(ArtifactObject item, string name, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(name);
        return Open().Add(item, name, overwrite);
    }

    /// <summary>Removes one entry, or else everything below a folder.</summary>
    /// <param name="path">The path of an entry; if there is none, the path of a folder.</param>
    /// <exception cref="ArtifactException">ART4007: neither exists.</exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public void Remove(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Open().Remove(path);
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="entry">An entry; only its path counts.</param>
    /// <exception cref="ArtifactException">ART4007: there is no entry of that path.</exception>
    /// <exception cref="ArtifactFinalizedException">The artifact can't change any more.</exception>
    public void Remove(ManifestEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Open().Remove(entry);
    }

    /// <summary>Says under which path a file was added.</summary>
    /// <param name="localPath">The very text that was given to the add; for a folder that text joined with the relative path.</param>
    /// <returns>The path of the entry that was added last for it; <see langword="null"/> when there is none.</returns>
    public string? GetAddedLocalPathName(string localPath)
    {
        ArgumentNullException.ThrowIfNull(localPath);
        return _draft?.PathOf(localPath);
    }

    /// <summary>Ends the draft: no entry can be added or removed any more. It is not logged by that.</summary>
    public void FinalizeDraft()
    {
        _draft?.End();
    }

    /// <summary>The draft, if it may still change.</summary>
    private Draft Open([CallerMemberName] string member = "") =>
        _draft?.Open(member) ?? throw new ArtifactFinalizedException(member);
}
