using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

// From an entry to its bytes: the version that was recorded, or what has the recorded digest.
internal abstract partial class RemoteReferences<TUri>
{
    public async Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        TUri uri = ParseLogged(entry.Ref!) ?? throw ReferenceUri.Unavailable(entry, $"the URI names no {Words.Object}");
        string? digest = RemoteEntry.DigestOf(entry);
        if (digest is null && EveryObjectHasDigest)
            throw ReferenceUri.Unavailable(entry, "it was added without a checksum, so nothing says which content is meant");
        uri = uri with { VersionId = RemoteEntry.VersionOf(entry, EveryObjectHasVersion) };
        try
        {
            await InSlotAsync(
                async () =>
                {
                    (TUri found, OpenedObject opened) = await FindAsync(entry, uri, digest, cancellationToken).ConfigureAwait(false);
                    return await CopyAsync(entry, found, opened, destination, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e)
        {
            throw CanNotBeLoaded(entry, e.Failure);
        }
    }

    private async Task<(TUri Uri, OpenedObject Object)> FindAsync(
        ManifestEntry entry, TUri uri, string? digest, CancellationToken cancellationToken)
    {
        OpenAnswer answer = await OpenAsync(uri, digest, null, cancellationToken).ConfigureAwait(false);
        // That a number is gone says nothing yet: the object may lie in a bucket that keeps no older ones.
        if (answer.Object is null && uri.VersionId is not null && EveryObjectHasVersion)
        {
            uri = uri with { VersionId = null };
            answer = await OpenAsync(uri, digest, null, cancellationToken).ConfigureAwait(false);
        }

        // The object was written again, or deleted: the bucket may have kept what was there.
        if (answer.Object is null
            && uri.VersionId is null
            && await FindVersionAsync(uri, digest, cancellationToken).ConfigureAwait(false) is string version)
        {
            uri = uri with { VersionId = version };
            OpenAnswer older = await OpenAsync(uri, digest, null, cancellationToken).ConfigureAwait(false);
            answer = older.Object is null ? answer : older;
        }

        if (answer.Object is OpenedObject opened)
            return (EveryObjectHasVersion ? uri with { VersionId = opened.Info.VersionId } : uri, opened);
        throw answer.IsAnother
            ? ReferenceUri.Changed(entry, "its ETag is another one")
            : ReferenceUri.Unavailable(entry, $"no such {Words.Object} is there");
    }

    private async Task<string?> FindVersionAsync(TUri uri, string? digest, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (RemoteObject found in ListAsync(uri, uri.Name, withVersions: true, cancellationToken).ConfigureAwait(false))
            {
                // An object comes before all whose names only begin with its name.
                if (found.Name != uri.Name)
                    return null;
                if (found.Digest == digest && found.VersionId is string version)
                    return version;
            }
        }
        catch (StoreFailureException e) when (!e.Failure.IsTransient)
        {
            // The bucket keeps no versions, or does not show them.
        }

        return null;
    }

    private async Task<long> CopyAsync(
        ManifestEntry entry, TUri uri, OpenedObject opened, Stream destination, CancellationToken cancellationToken)
    {
        Stream body = Resuming(entry, uri, opened);
        using ContentCheck? check = opened.Check;
        await using (body.ConfigureAwait(false))
        {
            if (entry.Size is long logged && opened.Info.Size is long present && present != logged)
                throw ReferenceUri.Changed(entry, $"it has {present} bytes instead of {logged}");
            long length = await BoundedCopy
                .RunAsync(body, destination, entry.Size ?? long.MaxValue, bytes => check?.Append(bytes.Span), cancellationToken).ConfigureAwait(false);
            if (entry.Size is long size && length != size)
                throw ReferenceUri.Changed(entry, length > size ? $"it has more than {size} bytes" : $"it has {length} bytes instead of {size}");
            if (check?.Holds() == false)
                throw ReferenceUri.Changed(entry, "its bytes do not have the checksum that the server gives for them");
            return length;
        }
    }

    private Stream Resuming(ManifestEntry entry, TUri uri, OpenedObject opened)
    {
        if (opened.Info.Size is not long size)
            return new UnsizedBody(opened.Body, Options);
        return new ResumingStream(
            opened.Body,
            size,
            async (position, token) =>
            {
                OpenAnswer rest = await OpenAsync(uri, opened.Info.Digest, new BrokenBody(opened.Info, position), token).ConfigureAwait(false);
                rest.Object?.Check?.Dispose();
                // A number that is gone may have been replaced by the next one.
                return rest.Object?.Body ?? throw (rest.IsAnother || EveryObjectHasVersion
                    ? ReferenceUri.Changed(entry, "it was written again, or deleted, while it was read")
                    : ReferenceUri.Unavailable(entry, "it was deleted while it was read"));
            },
            Options,
            static () => { });
    }

    private Task<OpenAnswer> OpenAsync(TUri uri, string? digest, BrokenBody? broken, CancellationToken cancellationToken) =>
        RunAsync(watch => OpenOnceAsync(uri, digest, broken, watch), cancellationToken);
}
