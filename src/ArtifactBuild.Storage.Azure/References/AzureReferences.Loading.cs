using System.Text.Json;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Azure.Blobs;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Azure.References;

// Reading what a reference points to: the version that was described, wherever the account still has it.
internal sealed partial class AzureReferences
{
    private const int BufferSize = 128 * 1024;

    public async Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        BlobUri uri = BlobUri.Parse(entry.Ref!);
        if (entry.Digest == uri.Text)
            throw Unavailable(entry, uri, "was logged without a checksum, so nothing tells whether the content there is the one that was meant. Log the reference again with a checksum");
        try
        {
            BlobContainer container = Open(uri);
            string? version = VersionOf(entry);
            StoredObject blob = await FindAsync(container, entry, uri, version, cancellationToken).ConfigureAwait(false);
            await using (blob.ConfigureAwait(false))
                await blob.Content.CopyToAsync(destination, BufferSize, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e) when (e.Failure.Code == ArtifactCodes.StoreMissing)
        {
            throw Unavailable(entry, uri, "is gone with its container. Put it back");
        }
        catch (StoreFailureException e)
        {
            throw new ArtifactException(
                e.Failure.Code, $"“{entry.Path}” points to {LogicalPath.Printable(uri.Text)}, which could not be read: {e.Failure.Reason} {AdviceOn(e.Failure)}");
        }
    }

    private async Task<StoredObject> FindAsync(
        BlobContainer container, ManifestEntry entry, BlobUri uri, string? version, CancellationToken cancellationToken)
    {
        OpenedBlob opened = await OpenAsync(container, entry, uri, version, null, cancellationToken).ConfigureAwait(false);
        // The blob was written again, or deleted: the account may have kept what was there.
        if (opened.Object is null && version is null)
        {
            version = await FindVersionAsync(container, uri.Name, entry.Digest, cancellationToken).ConfigureAwait(false);
            if (version is not null)
                opened = await OpenAsync(container, entry, uri, version, null, cancellationToken).ConfigureAwait(false);
        }

        if (opened.Object is not StoredObject blob)
        {
            // A condition that does not hold may mean that nothing is there at all.
            BlobState? present = opened.IsAnother ? await HeadAsync(container, uri.Name, version, cancellationToken).ConfigureAwait(false) : null;
            throw present is null ? Unavailable(entry, uri, "is gone. Put it back") : Changed(entry, uri);
        }

        if (entry.Size is long size && size != blob.Info.Size)
        {
            await blob.DisposeAsync().ConfigureAwait(false);
            throw Changed(entry, uri);
        }

        return new StoredObject(blob.Info, new ResumingStream(
            blob.Content,
            blob.Info.Size,
            async (position, token) =>
            {
                var range = new ByteRange(position, blob.Info.Size - position);
                OpenedBlob rest = await OpenAsync(container, entry, uri, version, range, token).ConfigureAwait(false);
                return rest.Object?.Content ?? throw Changed(entry, uri);
            },
            options,
            () => { }));
    }

    private Task<OpenedBlob> OpenAsync(
        BlobContainer container, ManifestEntry entry, BlobUri uri, string? version, ByteRange? range, CancellationToken cancellationToken) =>
        _retry.RunAsync(
            watch => container.OpenAsync(uri.Name, range, entry.Digest, version, watch.Token), BlobFailures.Explain, cancellationToken);

    private async Task<string?> FindVersionAsync(BlobContainer container, string name, string etag, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (BlobState blob in ListAsync(container, name, withVersions: true, cancellationToken).ConfigureAwait(false))
            {
                // The blob comes before all whose names only begin with its name.
                if (blob.Info.Key != name)
                    return null;
                if (blob.Info.ETag == etag && blob.VersionId is string version)
                    return version;
            }
        }
        catch (StoreFailureException e) when (!e.Failure.IsTransient)
        {
            // The account keeps no versions, or does not show them.
        }

        return null;
    }

    private static string? VersionOf(ManifestEntry entry) =>
        entry.Extra.TryGetValue(VersionKey, out JsonElement version) && version.ValueKind == JsonValueKind.String ? version.GetString() : null;

    private static ArtifactException Unavailable(ManifestEntry entry, BlobUri uri, string what) => new(
        ArtifactCodes.ReferenceUnavailable,
        $"“{entry.Path}” points to {LogicalPath.Printable(uri.Text)}, which {what}, or leave it out with AllowMissingReferences.");

    private static ArtifactException Changed(ManifestEntry entry, BlobUri uri) => new(
        ArtifactCodes.DigestMismatch,
        $"“{entry.Path}” points to {LogicalPath.Printable(uri.Text)}, whose content is not the one that was logged. Put the right one back, or log the reference again.");
}
