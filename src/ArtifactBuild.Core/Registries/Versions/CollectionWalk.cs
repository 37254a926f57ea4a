using System.Runtime.CompilerServices;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registries.Versions;

/// <summary>Goes through the collections of a registry.</summary>
/// <param name="context">The registry.</param>
internal sealed class CollectionWalk(RegistryContext context)
{
    public IAsyncEnumerable<(ArtifactName Name, CollectionHead Head)> AllAsync(
        CancellationToken cancellationToken) => BelowAsync(RegistryLayout.Collections, cancellationToken);

    public IAsyncEnumerable<(ArtifactName Name, CollectionHead Head)> OfProjectAsync(
        string entity, string project, CancellationToken cancellationToken) =>
        BelowAsync($"{RegistryLayout.Collections}{entity}/{project}/", cancellationToken)
            .Where(collection => collection.Head.Newest is not null);

    private async IAsyncEnumerable<(ArtifactName Name, CollectionHead Head)> BelowAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ObjectInfo info in context.Store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (RegistryLayout.CollectionOf(info.Key) is not ArtifactName name)
                continue;
            // A collection that was deleted since it was listed is none any more.
            if (await context.ReadHeadAsync(name, cancellationToken).ConfigureAwait(false) is (CollectionHead head, _))
                yield return (name, head);
        }
    }
}
