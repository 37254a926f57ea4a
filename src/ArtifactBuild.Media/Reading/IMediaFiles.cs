using ArtifactBuild.Model;

namespace ArtifactBuild.Media.Reading;

/// <summary>A file that an object's JSON names.</summary>
/// <param name="Bytes">The bytes, which are those that the manifest promises.</param>
/// <param name="Reference">The entry that another draft gets for the file instead of a copy, under the file's own path.</param>
internal sealed record MediaFile(byte[] Bytes, ManifestEntry Reference);

/// <summary>The entries beside an object.</summary>
internal interface IMediaFiles
{
    /// <summary>How many files are read at a time.</summary>
    int MaxConcurrency { get; }

    /// <summary>Reads a file. Its size is charged before anything of it is fetched.</summary>
    /// <exception cref="FormatException">The artifact has no such entry, or the file is too large.</exception>
    /// <exception cref="Diagnostics.ArtifactException">The bytes can't be had.</exception>
    Task<MediaFile> ReadAsync(string path, Action<long> charge, CancellationToken cancellationToken);
}
