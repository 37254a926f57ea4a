using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Transfer;

/// <summary>The folder of a download as the place where a content lands: under a temporary name, until everything is there.</summary>
internal sealed class StagedTarget(Materializer materializer, ManifestEntry entry) : IFetchTarget
{
    /// <summary>The entry that is fetched.</summary>
    public ManifestEntry Entry => entry;

    /// <summary>Where its bytes are, once they all are.</summary>
    public string? Path { get; private set; }

    // A download past the cache verifies by the chunks of its own manifest; no other manifest ever looks the file up.
    public bool IsShared => false;

    public (JobStart Start, IPartialContent? File) Open(Blob blob)
    {
        string path = materializer.NewStagedPath();
        return (JobStart.Begun, new StagedContent(this, path, File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, preallocationSize: blob.HasChunks ? blob.Size : 0)));
    }

    public ArtifactException Explain(Exception e) => Materializer.NotWritable(entry.Path, e);

    private sealed class StagedContent(StagedTarget target, string path, SafeFileHandle handle) : IPartialContent
    {
        public SafeFileHandle Handle => handle;

        public bool IsResumed => false;

        public void Commit() => target.Path = path;

        public void Delete() => target.Path = null;

        // The folder for half-made files goes with all that is left in it.
        public void Dispose() => handle.Dispose();
    }
}
