using System.Runtime.CompilerServices;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registries.Versions;

/// <summary>Goes through the collections of a registry.</summary>
internal static class CollectionWalk
{
    public static IAsyncEnumerable<(ArtifactName Name, CollectionHead Head)> AllAsync(
        RegistryContext context, CancellationToken cancellationToken) => BelowAsync(context, RegistryLayout.Collections, cancellationToken);

    public static IAsyncEnumerable<(ArtifactName Name, CollectionHead Head)> OfProjectAsync(
        RegistryContext context, string entity, string project, CancellationToken cancellationToken) =>
        BelowAsync(context, $"{RegistryLayout.Collections}{entity}/{project}/", cancellationToken)
            .Where(collection => collection.Head.Newest is not null);

    private static async IAsyncEnumerable<(ArtifactName Name, CollectionHead Head)> BelowAsync(
        RegistryContext context, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ObjectInfo info in context.Store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (RegistryLayout.CollectionOf(info.Key) is not ArtifactName name)
                continue;
            // A collection that was deleted since it was listed is none any more.
            if (await VersionLookup.ReadHeadAsync(context, name, cancellationToken).ConfigureAwait(false) is (CollectionHead head, _))
                yield return (name, head);
        }
    }
}
