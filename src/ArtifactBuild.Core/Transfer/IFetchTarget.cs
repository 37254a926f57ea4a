using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Transfer;

/// <summary>Where a fetch writes contents: the cache, or the folder of a download.</summary>
internal interface IFetchTarget
{
    /// <summary>
    /// True for the cache: other manifests look the object up by the SHA-256 of the whole file and may define other chunks, so the whole
    /// file is hashed, too.
    /// </summary>
    bool IsShared { get; }

    /// <summary>A second file that is to get the same bytes; nothing when none is.</summary>
    StagedCopy? Copy { get; }

    /// <summary>A path for a small content that is on its way.</summary>
    string NewPath();

    /// <summary>Opens a file of the right size for a content that comes in chunks.</summary>
    /// <returns>The file, and whether work on it can begin.</returns>
    (JobStart Start, IPartialContent? File) OpenPartial(Sha256Digest digest, long size);

    /// <summary>Called when all bytes are there and right, before they get their name.</summary>
    void Seal(SafeFileHandle file, Sha256Digest digest);

    /// <summary>Gives a small content its name.</summary>
    void Commit(string path, Sha256Digest digest);

    /// <summary>Removes what is left under a path that <see cref="NewPath"/> gave.</summary>
    void Discard(string path);

    /// <summary>The coded error for a failure of the disk.</summary>
    ArtifactException Explain(Exception e);
}
