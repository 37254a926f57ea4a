using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Registries.Bytes;

namespace ArtifactBuild.Media.Reading;

/// <summary>The files of a version.</summary>
internal sealed class VersionFiles : IMediaFiles
{
    private readonly string _id;
    private readonly VersionContent _content;
    private readonly Manifest _manifest;

    private VersionFiles(string id, VersionContent content, Manifest manifest)
    {
        _id = id;
        _content = content;
        _manifest = manifest;
    }

    public int MaxConcurrency => _content.MaxConcurrency;

    /// <summary>The files that an object's JSON means: those of its own version or, when the entry is a reference to another version's object, of that one.</summary>
    /// <exception cref="Diagnostics.ArtifactException">ART2030: the registry has no such version or entry any more.</exception>
    public static async Task<IMediaFiles> BesideAsync(
        ManifestEntry entry, string id, VersionContent content, CancellationToken cancellationToken)
    {
        if (ArtifactReferences.Parse(entry.Ref) is (string target, _))
        {
            id = target;
            content = await content.OfTargetAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        return new VersionFiles(id, content, await content.GetManifestAsync(cancellationToken).ConfigureAwait(false));
    }

    public async Task<MediaFile> ReadAsync(string path, Action<long> charge, CancellationToken cancellationToken)
    {
        if (!_manifest.TryGet(path, out ManifestEntry? entry))
            throw new FormatException($"its file “{LogicalPath.Printable(path)}” is not in the artifact");
        charge(entry.StoredSize ?? entry.Size ?? 0);
        byte[] bytes = await _content.ReadAsync(entry, Array.MaxLength, cancellationToken).ConfigureAwait(false);
        return new MediaFile(bytes, ArtifactReferences.Describe(entry, _id, path));
    }
}
