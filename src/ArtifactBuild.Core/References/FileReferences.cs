using System.Security.Cryptography;
using System.Text;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.References;

/// <summary><c>file:</c> references to a file or to every file below a folder.</summary>
internal sealed class FileReferences : IReferenceHandler
{
    public static FileReferences Instance { get; } = new();

    public async Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken)
    {
        string path = LocalPath(request.Uri);
        if (File.Exists(path))
        {
            string name = request.Name ?? Path.GetFileName(path);
            return [await DescribeFileAsync(path, name, request.Uri, request.Checksum, cancellationToken).ConfigureAwait(false)];
        }

        if (!Directory.Exists(path))
            throw Invalid(request.Uri, "neither a file nor a folder is there");
        return await DescribeFolderAsync(path, request, cancellationToken).ConfigureAwait(false);
    }

    public async Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        string path = LocalPath(entry.Ref!);
        if (!File.Exists(path))
        {
            throw new ArtifactException(
                ArtifactCodes.ReferenceUnavailable,
                $"“{entry.Path}” points to {entry.Ref}, and no file is there. Put it back, or leave it out with AllowMissingReferences.");
        }

        long length = LengthOf(path);
        if (entry.Size is long size && size != length)
            throw ReferenceUri.Changed(entry, $"it has {length} bytes instead of {size}");
        Stream source = Open(entry, path, length);
        await using (source.ConfigureAwait(false))
        {
            ContentDigests actual = await ContentHasher.HashAsync(source, destination, cancellationToken).ConfigureAwait(false);
            // Who asked for no checksum got a digest that is made of the URI.
            if (actual.Md5 != entry.Digest && (entry.Digest != DigestOfUri(path) || actual.Size != length))
                throw ReferenceUri.Changed(entry, "its bytes are other ones");
        }
    }

    // A device has no size and never ends, a pipe waits for a writer: what has no bytes is not even opened.
    private static Stream Open(ManifestEntry entry, string path, long length) => DiskFailure.Explain(
        () => length == 0 ? Stream.Null : new RangeStream(SequentialFile.OpenRead(path), new ByteRange(0, length)),
        e => ReferenceUri.Unavailable(entry, e.Message.TrimEnd('.')));

    // The length of a link is that of its text.
    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return (file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!).Length;
    }

    private static async Task<IReadOnlyList<ManifestEntry>> DescribeFolderAsync(
        string folder, NewReference request, CancellationToken cancellationToken)
    {
        // W&B follows links to files here but not to folders.
        var options = new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
        var entries = new List<ManifestEntry>();
        string root = request.Uri.TrimEnd('/');
        var open = new Stack<string>([folder]);
        while (open.TryPop(out string? next))
        {
            foreach (DirectoryInfo below in new DirectoryInfo(next).EnumerateDirectories("*", options))
            {
                if (below.LinkTarget is null)
                    open.Push(below.FullName);
            }

            foreach (FileInfo file in new DirectoryInfo(next).EnumerateFiles("*", options).Where(file => File.Exists(file.FullName)))
            {
                if (entries.Count == request.MaxObjects)
                    throw Invalid(request.Uri, $"more than {request.MaxObjects} files lie below it");
                string relative = Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
                string name = request.Name is null ? relative : $"{request.Name}/{relative}";
                entries.Add(await DescribeFileAsync(file.FullName, name, $"{root}/{relative}", request.Checksum, cancellationToken)
                    .ConfigureAwait(false));
            }
        }

        entries.Sort((x, y) => LogicalPath.Order.Compare(x.Path, y.Path));
        return entries;
    }

    // The SHA-256 stays out: a reference's bytes are not ours to keep, and its manifest stays the one that W&B would write.
    private static async Task<ManifestEntry> DescribeFileAsync(
        string path, string name, string uri, bool checksum, CancellationToken cancellationToken)
    {
        try
        {
            if (checksum)
            {
                ContentDigests digests = await ContentHasher.HashFileAsync(path, cancellationToken).ConfigureAwait(false);
                return new ManifestEntry { Path = name, Digest = digests.Md5, Size = digests.Size, Ref = uri };
            }

            return new ManifestEntry { Path = name, Digest = DigestOfUri(path), Size = LengthOf(path), Ref = uri };
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw Invalid(uri, e.Message);
        }
    }

#pragma warning disable CA5351 // W&B's rule since 0.19.6: without a checksum, the MD5 of the file's own URI.
    private static string DigestOfUri(string path) =>
        Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(FileUri.Of(Path.GetFullPath(path)))));
#pragma warning restore CA5351

    /// <exception cref="ArtifactException">ART4009: the URI is not that of a file of this machine.</exception>
    internal static string LocalPath(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) || !parsed.IsFile)
            throw Invalid(uri, "it is not a file: URI");
        if (parsed.IsUnc && !OperatingSystem.IsWindows())
            throw Invalid(uri, "it names another machine");
        string path = parsed.LocalPath;
        return Path.IsPathFullyQualified(path) ? Path.TrimEndingDirectorySeparator(path) : throw Invalid(uri, "its path is not absolute");
    }

    private static ArtifactException Invalid(string uri, string reason) => new(
        ArtifactCodes.InvalidReference,
        $"“{LogicalPath.Printable(uri)}” can't be referenced: {reason}. Give the URI of an existing file or folder.");
}
