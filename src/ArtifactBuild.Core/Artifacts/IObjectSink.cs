using ArtifactBuild.Model;

namespace ArtifactBuild.Artifacts;

/// <summary>A draft, as an object sees it that adds its files.</summary>
internal interface IObjectSink
{
    /// <summary>Whether the draft has exactly this entry.</summary>
    bool Has(ManifestEntry entry);

    /// <summary>Adds an entry whose bytes lie elsewhere.</summary>
    void Add(ManifestEntry entry);

    /// <summary>Adds a file.</summary>
    /// <param name="path">The path in the artifact.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="isTemporary">Whether the file name up to its first dot is replaced by 20 hexadecimal digits of the content's MD5.</param>
    /// <returns>The entry, whose path is the file's own.</returns>
    ManifestEntry AddFile(string path, ReadOnlySpan<byte> content, bool isTemporary);
}
