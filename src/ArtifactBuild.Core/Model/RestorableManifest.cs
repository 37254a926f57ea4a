using ArtifactBuild.Diagnostics;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Model;

/// <summary>
/// What a manifest must keep to so that it can be restored on every system. Asked before a version is logged, and again of
/// every manifest that is read: a registry's content is hostile input.
/// </summary>
internal static class RestorableManifest
{
    /// <exception cref="ArtifactException">ART3004, ART3006 or ART3007: what is wrong, and with which entry.</exception>
    public static void Ensure(Manifest manifest, string name)
    {
        // Folds case, so that two paths which are one file on Windows and macOS are found.
        var paths = new EntryPathSet();
        IReadOnlyList<ManifestEntry> entries = manifest.Entries;
        for (int i = 0; i < entries.Count; i++)
        {
            LogicalPath.EnsureSafe(entries[i].Path);
            EnsureContent(entries[i], name);
            if (!paths.Add(entries[i].Path, i))
                throw Clash(name, entries[i].Path, "is there twice, but for upper and lower case");
        }

        if (paths.FindFileThatIsFolder(out int at) is not null)
            throw Clash(name, entries[at].Path, "is a file, and other entries have it as their folder");
    }

    private static void EnsureContent(ManifestEntry entry, string name)
    {
        if (entry.IsReference)
            return;
        bool complete = entry.Size is >= 0 and long size && entry.Sha256 is not null && HasRightChunks(entry, size);
        if (!complete)
        {
            throw new ArtifactException(
                ArtifactCodes.ManifestMalformed,
                $"The entry “{entry.Path}” of “{name}” lacks its size, its SHA-256 or chunk digests that fit its size. The manifest is damaged, or was made by a tool that does not write them; log the artifact again.");
        }
    }

    private static bool HasRightChunks(ManifestEntry entry, long size) => entry.Chunks.IsEmpty
        ? size <= ContentDigests.ChunkThreshold
        : entry.Chunks.Length == (size + ContentDigests.ChunkSize - 1) / ContentDigests.ChunkSize;

    private static ArtifactException Clash(string name, string path, string reason) => new(
        ArtifactCodes.PathClash,
        $"The path “{path}” of “{name}” {reason}, which not every system can store. Rename an entry and log the artifact again.");
}
