using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

// From a URI to entries: one for an object, or one for each object below a folder.
internal abstract partial class RemoteReferences<TUri>
{
    public async Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken)
    {
        ReferenceUri.EnsureNoSecrets(request.Uri);
        TUri uri = Parse(request.Uri);
        if (!request.Checksum)
            return [RemoteEntry.Unseen(NameOf(request, uri.FullName), uri.Ref)];
        try
        {
            return await InSlotAsync(() => LookAsync(uri, request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e)
        {
            throw CanNotBeDescribed(request.Uri, e.Failure);
        }
    }

    private async Task<IReadOnlyList<ManifestEntry>> LookAsync(TUri uri, NewReference request, CancellationToken cancellationToken)
    {
        RemoteObject? found = await RunAsync(watch => HeadOnceAsync(uri, watch.Token), cancellationToken).ConfigureAwait(false);
        if (found?.Role == ObjectRole.Ignored)
            return [];
        var entries = new List<ManifestEntry>();
        if (found?.Role == ObjectRole.Content)
        {
            Add(entries, NameOf(request, uri.BaseName), uri.Ref, found, request);
            return entries;
        }

        if (uri.VersionId is not null)
            throw Invalid(request.Uri, $"it has no such {Words.Version}");
        bool isThere = found is not null;
        await foreach (RemoteObject item in ListAsync(uri, uri.Prefix, withVersions: false, cancellationToken).ConfigureAwait(false))
        {
            isThere = true;
            if (item.Role == ObjectRole.Content)
                Add(entries, PathBelow(uri, item.Name, request), uri.RefOf(item.Name), item, request);
        }

        // W&B logs nothing then, and says nothing either.
        if (!isThere)
            throw Invalid(request.Uri, $"neither {Article(Words.Object)} nor a folder of this name is there");
        entries.Sort((x, y) => LogicalPath.Order.Compare(x.Path, y.Path));
        return entries;
    }

    // W&B ends some lists at the limit without a word, and the artifact lacks objects that nobody misses.
    private void Add(List<ManifestEntry> entries, string path, string uri, RemoteObject found, NewReference request)
    {
        if (entries.Count >= request.MaxObjects)
        {
            throw Invalid(
                request.Uri, $"it stands for more than {request.MaxObjects} {Words.Object}s", "Raise maxObjects, or reference a part of them.");
        }

        if (EveryObjectHasDigest && found.Digest is null)
            throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, $"the server gives {Words.Object}s no ETag."));
        entries.Add(RemoteEntry.Of(path, uri, found, EveryObjectHasVersion));
    }

    private string NameOf(NewReference request, string own) => request.Name
        ?? (own.Trim('/').Length > 0 ? PathOf(own) : throw Invalid(request.Uri, "no name can be made of it", "Give a name."));

    private string PathBelow(TUri uri, string name, NewReference request)
    {
        string folder = uri.Folder;
        string below = folder.Length == 0 ? name
            : name.TrimEnd('/') == folder ? ""
            : name.StartsWith(folder + "/", StringComparison.Ordinal) ? name[folder.Length..]
            // To a store that lists by texts, “dir” is also the beginning of “dirx/c.txt”.
            : throw Invalid(request.Uri, $"“{LogicalPath.Printable(name)}” begins with it too, but does not lie below it");
        string relative = PathOf(below);
        if (relative == ".")
            return NameOf(request, uri.BaseName);
        return request.Name is null ? relative : $"{request.Name}/{relative}";
    }
}
