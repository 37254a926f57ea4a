using Azure;
using Azure.Storage.Blobs.Models;

namespace ArtifactBuild.Storage.Azure.Blobs;

// Lists, which the library reads.
internal sealed partial class BlobContainer
{
    private const int PageSize = 5_000;

    /// <summary>Asks for a page of the blobs whose names begin with a text, in the order of their names.</summary>
    /// <param name="prefix">The text.</param>
    /// <param name="next">What the page before gave.</param>
    /// <param name="withVersions">Whether versions that are no longer current are listed, too.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<BlobPage> ListAsync(string prefix, string? next, bool withVersions, CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions
        {
            Traits = BlobTraits.Metadata,
            States = withVersions ? BlobStates.Version : BlobStates.None,
            Prefix = prefix,
        };
        await foreach (Page<BlobItem> page in client.GetBlobsAsync(options, cancellationToken)
            .AsPages(next, PageSize).ConfigureAwait(false))
        {
            return new BlobPage([.. page.Values.Select(StateOf)], string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
        }

        return new BlobPage([], null);
    }

    private static BlobState StateOf(BlobItem item)
    {
        bool isFolder = item.Metadata is not null
            && item.Metadata.TryGetValue(BlobHeaders.FolderMark, out string? mark)
            && BlobHeaders.IsTrue(mark);
        var info = new ObjectInfo(
            item.Name,
            item.Properties.ContentLength ?? 0,
            BlobHeaders.Bare(item.Properties.ETag?.ToString() ?? ""),
            item.Properties.LastModified?.ToUniversalTime() ?? default);
        return new BlobState(info, item.VersionId, isFolder);
    }
}
