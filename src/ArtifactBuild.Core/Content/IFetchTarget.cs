using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Content;

/// <summary>Where a fetch writes contents: the cache, or the folder of a download.</summary>
internal interface IFetchTarget
{
    /// <summary>
    /// True for the cache: other manifests look the object up by the SHA-256 of the whole file and may define other chunks, so the whole
    /// file is hashed, too.
    /// </summary>
    bool IsShared { get; }

    /// <summary>Opens a file for a content: of its full size for one that comes in chunks.</summary>
    /// <returns>The file, and whether work on it can begin.</returns>
    (JobStart Start, IPartialContent? File) Open(Blob blob);

    /// <summary>The coded error for a failure of the disk.</summary>
    ArtifactException Explain(Exception e);
}
