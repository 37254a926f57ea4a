using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Reading;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Registries.Bytes;

namespace ArtifactBuild.Media;

/// <summary>Reads objects out of logged artifacts.</summary>
public static class ArtifactReading
{
    /// <summary>Reads an object that was stored with <see cref="Artifact.Add"/>, of whatever kind it is.</summary>
    /// <param name="artifact">The logged artifact.</param>
    /// <param name="name">The name by which it was added, with or without the suffix of its kind.</param>
    /// <param name="cancellationToken">Cancels the downloads. Files that were whole by then stay in the cache.</param>
    /// <returns>The object; <see langword="null"/> when there is none of that name, also when the name is that of a plain file.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">As for <see cref="GetAsync{T}(Artifact, string, CancellationToken)"/>.</exception>
    /// <inheritdoc cref="GetAsync{T}(Artifact, string, CancellationToken)" path="/remarks"/>
    public static Task<MediaObject?> GetAsync(this Artifact artifact, string name, CancellationToken cancellationToken = default) =>
        artifact.GetAsync<MediaObject>(name, cancellationToken);

    /// <summary>Reads an object that was stored with <see cref="Artifact.Add"/>.</summary>
    /// <typeparam name="T">
    /// What it is. Only this tells objects apart that have the same name and suffixes of different kinds.
    /// </typeparam>
    /// <param name="artifact">The logged artifact.</param>
    /// <param name="name">The name by which it was added, with or without the suffix of its kind.</param>
    /// <param name="cancellationToken">Cancels the downloads. Files that were whole by then stay in the cache.</param>
    /// <returns>The object; <see langword="null"/> when there is none of that name, also when the name is that of a plain file.</returns>
    /// <remarks>
    /// Only what the object needs is downloaded, through the cache: its JSON, the file of a page, the arrays of a table. An entry
    /// that refers to another artifact's object is followed. W&amp;B's <c>artifact[name]</c> is this, too: an indexer could not wait
    /// for a download, so there is none to read with.
    /// </remarks>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">
    /// ART4007: the object of that name is of another kind. ART3006: what is stored is no such object. ART3001, ART3002: the
    /// registry's bytes are damaged. ART2030: the object lies in another version, which is gone.
    /// </exception>
    public static async Task<T?> GetAsync<T>(this Artifact artifact, string name, CancellationToken cancellationToken = default)
        where T : MediaObject
    {
        ArgumentNullException.ThrowIfNull(artifact);
        ArgumentNullException.ThrowIfNull(name);
        VersionContent content = artifact.Content();
        Manifest manifest = await artifact.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        (ManifestEntry Entry, string Kind)[] found = [.. MediaKinds.Find(manifest, LogicalPath.Normalize(name))];
        if (found.Length == 0)
            return null;
        (ManifestEntry entry, string kind) = found.FirstOrDefault(item => MediaReading.CanMake(item.Kind, typeof(T)), found[0]);
        if (!MediaReading.CanMake(kind, typeof(T)))
            throw OtherKind(artifact, entry, kind, typeof(T));
        return (T)await ReadAsync(artifact, content, entry, kind, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<MediaObject> ReadAsync(
        Artifact artifact, VersionContent content, ManifestEntry entry, string kind, CancellationToken cancellationToken)
    {
        try
        {
            byte[] json = await content.ReadAsync(entry, MediaReading.MaxJsonSize, cancellationToken).ConfigureAwait(false);
            MediaObject result = await MediaReading
                .ReadAsync(kind, json, token => VersionFiles.BesideAsync(entry, artifact.Id!, content, token), cancellationToken)
                .ConfigureAwait(false);
            result.Origin = new LoggedEntry(artifact.Id!, entry);
            return result;
        }
        catch (FormatException e)
        {
            const int MaxReason = 400;
            string reason = e.Message.Length > MaxReason ? e.Message[..MaxReason] + "…" : e.Message;
            throw new ArtifactException(
                ArtifactCodes.ManifestMalformed,
                $"“{entry.Path}” of “{artifact.QualifiedName}” can't be read as a {kind}: {LogicalPath.Printable(reason)}. Log the object again, or download the entry as it is.",
                e);
        }
    }

    private static ArtifactException OtherKind(Artifact artifact, ManifestEntry entry, string kind, Type wanted)
    {
        bool isKnown = MediaReading.CanMake(kind, typeof(MediaObject));
        return new ArtifactException(
            ArtifactCodes.EntryNotFound,
            $"“{entry.Path}” of “{artifact.QualifiedName}” is of the kind {kind}, "
            + (isKnown ? $"not {wanted.Name}. Ask for an object of that kind." : "of which no object can be made here. Download the entry with GetEntry."));
    }
}
