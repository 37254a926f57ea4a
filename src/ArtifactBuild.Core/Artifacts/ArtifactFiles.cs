using ArtifactBuild.Model;

namespace ArtifactBuild.Artifacts;

/// <summary>The entries of a logged version. The manifest is fetched when the first one is asked for.</summary>
public sealed class ArtifactFiles : IAsyncEnumerable<ArtifactEntry>
{
    private readonly Artifact _artifact;
    private readonly HashSet<string>? _names;

    internal ArtifactFiles(Artifact artifact, HashSet<string>? names)
    {
        _artifact = artifact;
        _names = names;
    }

    /// <summary>Counts the entries that are listed.</summary>
    /// <returns>How many there are; without names what the registry says, for which no manifest is fetched.</returns>
    public async Task<int> CountAsync(CancellationToken cancellationToken = default)
    {
        if (_names is null)
            return _artifact.FileCount;
        Manifest manifest = await _artifact.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return _names.Count(name => manifest.TryGet(name, out _));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<ArtifactEntry> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Manifest manifest = await _artifact.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        foreach (ManifestEntry entry in manifest.Entries)
        {
            if (_names is null || _names.Contains(entry.Path))
                yield return new ArtifactEntry(_artifact, entry);
        }
    }
}
