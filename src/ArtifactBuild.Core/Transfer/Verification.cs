using System.Collections.Concurrent;
using System.Collections.Immutable;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Transfer;

/// <summary>Compares a folder with a manifest.</summary>
internal static class Verification
{
    /// <exception cref="ArtifactException">ART3009: something in the folder can't be read.</exception>
    public static Task<VerificationResult> CompareAsync(
        Manifest manifest, string root, int concurrency, CancellationToken cancellationToken) => DiskFailure.ExplainAsync(
            () => LookAsync(manifest, root, concurrency, cancellationToken),
            e => new ArtifactException(
                ArtifactCodes.OutputAccess,
                $"“{root}” could not be compared: {e.Message} Make the folder and everything in it readable.",
                e));

    private static async Task<VerificationResult> LookAsync(
        Manifest manifest, string root, int concurrency, CancellationToken cancellationToken)
    {
        var missing = new ConcurrentBag<string>();
        var different = new ConcurrentBag<string>();
        IReadOnlyList<ManifestEntry> entries = manifest.Entries;
        IEnumerable<string> files = Directory.Exists(root) ? FilesBelow(root) : [];
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(entries.Where(entry => entry.HasBlob), options, async (entry, token) =>
        {
            var file = new FileInfo(Path.Combine(root, entry.Path));
            if (!file.Exists)
                missing.Add(entry.Path);
            else if (file.Length != entry.StoredSize || await StreamDigest.OfFileAsync(file.FullName, token).ConfigureAwait(false) != entry.Sha256)
                different.Add(entry.Path);
        }).ConfigureAwait(false);
        return new VerificationResult(
            Sorted(missing),
            Sorted(different),
            Sorted(files.Where(path => !manifest.TryGet(path, out _) && !Materializer.IsScratch(path))),
            Sorted(entries.Where(entry => !entry.HasBlob).Select(entry => entry.Path)));
    }

    // A link is a file of its own here, wherever it leads: an artifact has none.
    private static IEnumerable<string> FilesBelow(string root)
    {
        if (!Directory.Exists(root))
            yield break;
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (open.TryPop(out DirectoryInfo? folder))
        {
            foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos("*", options))
            {
                if (item is DirectoryInfo below && below.LinkTarget is null)
                    open.Push(below);
                else
                    yield return Path.GetRelativePath(root, item.FullName).Replace(Path.DirectorySeparatorChar, '/');
            }
        }
    }

    private static ImmutableArray<string> Sorted(IEnumerable<string> paths) => [.. paths.Order(LogicalPath.Order)];
}
