using System.Runtime.CompilerServices;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;

namespace ArtifactBuild.Artifacts;

// Asking what there is.
public sealed partial class ArtifactRegistry
{
    /// <summary>Says whether there is a version.</summary>
    /// <param name="name"><c>[[entity/]project/]name[:version-or-alias]</c>; without a suffix <c>latest</c> is meant.</param>
    /// <param name="type">The type that it must have, if given.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Nothing was changed there.</param>
    /// <returns>Whether there is.</returns>
    /// <exception cref="ArtifactException">ART1001: the text is not the name of an artifact. ART2010, ART2012 to ART2014: the registry can't be read.</exception>
    public async Task<bool> ExistsAsync(string name, string? type = null, CancellationToken cancellationToken = default)
    {
        var parsed = ArtifactName.Parse(name, _options.Entity, _options.Project);
        return await _context.ReadHeadAsync(parsed, cancellationToken).ConfigureAwait(false) is (CollectionHead head, _)
            && (type is null || head.Type == type)
            && head.Find(parsed.Suffix ?? ArtifactName.Latest) is not null;
    }

    /// <summary>Finds a collection.</summary>
    /// <param name="name"><c>[[entity/]project/]name</c>.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Nothing was changed there.</param>
    /// <returns>The collection; <see langword="null"/> when there is none.</returns>
    /// <exception cref="ArtifactException">ART1001: the text is not the name of an artifact.</exception>
    public async Task<ArtifactCollection?> GetCollectionAsync(string name, CancellationToken cancellationToken = default)
    {
        var parsed = ArtifactName.Parse(name, _options.Entity, _options.Project);
        return await _context.ReadHeadAsync(parsed, cancellationToken).ConfigureAwait(false) is (CollectionHead { Newest: not null } head, _)
            ? new ArtifactCollection(_context, parsed, head)
            : null;
    }

    /// <summary>The collections of a project.</summary>
    /// <param name="type">Only those of this type, if given.</param>
    /// <param name="entity">The entity; that of the options if not given.</param>
    /// <param name="project">The project; that of the options if not given.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Nothing was changed there.</param>
    /// <returns>The collections, in no given order; each is read when it is asked for.</returns>
    public async IAsyncEnumerable<ArtifactCollection> CollectionsAsync(
        string? type = null, string? entity = null, string? project = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var place = ArtifactName.Parse($"{entity ?? _options.Entity}/{project ?? _options.Project}/any");
        await foreach ((ArtifactName name, CollectionHead head) in new CollectionWalk(_context)
            .OfProjectAsync(place.Entity, place.Project, cancellationToken).ConfigureAwait(false))
        {
            if (type is null || head.Type == type)
                yield return new ArtifactCollection(_context, name, head);
        }
    }

    /// <summary>The types of a project's collections.</summary>
    /// <param name="entity">The entity; that of the options if not given.</param>
    /// <param name="project">The project; that of the options if not given.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Nothing was changed there.</param>
    /// <returns>Each type once, in ordinal order.</returns>
    public async Task<IReadOnlyList<string>> TypesAsync(
        string? entity = null, string? project = null, CancellationToken cancellationToken = default)
    {
        var types = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (ArtifactCollection collection in CollectionsAsync(null, entity, project, cancellationToken).ConfigureAwait(false))
            types.Add(collection.Type);
        return [.. types];
    }

    /// <summary>The versions of a collection, newest first.</summary>
    /// <param name="name"><c>[[entity/]project/]name</c>.</param>
    /// <param name="tags">Only versions that have all these tags.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Nothing was changed there.</param>
    /// <returns>The versions; each is read when it is asked for.</returns>
    /// <exception cref="ArtifactException">ART2002: there is no such collection.</exception>
    public async IAsyncEnumerable<Artifact> VersionsAsync(
        string name, IEnumerable<string>? tags = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArtifactCollection collection = await GetCollectionAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new ArtifactException(
                ArtifactCodes.CollectionNotFound, $"The registry {Address} has no collection “{name}”. Check the name, its entity and project, and the registry.");
        await foreach (Artifact version in collection.VersionsAsync(tags, cancellationToken).ConfigureAwait(false))
            yield return version;
    }
}
