using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Enumeration;
using ArtifactBuild.Artifacts;

namespace ArtifactBuild.Transfer;

/// <summary>Compares a folder with a manifest.</summary>
internal static class Verification
{
    public static async Task<VerificationResult> CompareAsync(
        Manifest manifest, string root, int concurrency, CancellationToken cancellationToken)
    {
        var missing = new ConcurrentBag<string>();
        var different = new ConcurrentBag<string>();
        IReadOnlyList<ManifestEntry> entries = manifest.Entries;
        IEnumerable<string> files = Directory.Exists(root) ? FilesBelow(root) : [];
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(entries.Where(entry => entry.HasStoredBytes), options, async (entry, token) =>
        {
            var file = new FileInfo(Path.Combine(root, entry.Path));
            if (!file.Exists)
                missing.Add(entry.Path);
            else if (file.Length != entry.StoredSize || await HashAsync(file.FullName, token).ConfigureAwait(false) != entry.Sha256)
                different.Add(entry.Path);
        }).ConfigureAwait(false);
        return new VerificationResult(
            Sorted(missing),
            Sorted(different),
            Sorted(files.Where(path => !manifest.TryGet(path, out _) && !Materializer.IsScratch(path))),
            Sorted(entries.Where(entry => !entry.HasStoredBytes).Select(entry => entry.Path)));
    }

    // A link to a folder is one thing that does not belong there, whatever it leads to.
    private static FileSystemEnumerable<string> FilesBelow(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        return new FileSystemEnumerable<string>(root, PathOf, options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry item) => !item.IsDirectory || IsLink(ref item),
            ShouldRecursePredicate = (ref FileSystemEntry item) => !IsLink(ref item),
        };

        string PathOf(ref FileSystemEntry item) =>
            Path.GetRelativePath(root, item.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/');
    }

    private static bool IsLink(ref FileSystemEntry item) => item.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static async Task<Sha256Digest> HashAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = SequentialFile.OpenRead(path);
        await using (file.ConfigureAwait(false))
            return await StreamDigest.OfAsync(file, cancellationToken).ConfigureAwait(false);
    }

    private static ImmutableArray<string> Sorted(IEnumerable<string> paths) => [.. paths.Order(LogicalPath.Order)];
}
