using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;

namespace ArtifactBuild.Artifacts;

/// <summary>A collection: the ordered versions of one name and one type, or, as a portfolio, links to versions.</summary>
public sealed class ArtifactCollection
{
    private readonly RegistryContext _context;
    private readonly ArtifactName _name;
    private CollectionHead _head;
    private ImmutableArray<string> _tags;

    internal ArtifactCollection(RegistryContext context, ArtifactName name, CollectionHead head)
    {
        _context = context;
        _name = name with { Suffix = null };
        _head = head;
        Description = head.Description;
        _tags = [.. head.Tags];
    }

    /// <summary>The entity that it belongs to.</summary>
    public string Entity => _name.Entity;

    /// <summary>The project that it belongs to.</summary>
    public string Project => _name.Project;

    /// <summary>Its name in the project.</summary>
    public string Name => _name.Collection;

    /// <summary><c>entity/project/name</c>.</summary>
    public string QualifiedName => _name.CollectionName;

    /// <summary>The type of its versions.</summary>
    public string Type => _head.Type;

    /// <summary>Whether versions are logged into it; if not, it is a portfolio of links.</summary>
    public bool IsSequence => !_head.IsPortfolio;

    /// <summary>When its first version was logged or linked.</summary>
    public DateTimeOffset CreatedAt => _head.CreatedAt;

    /// <summary>The aliases of all its versions, and the version of each.</summary>
    public IReadOnlyDictionary<string, string> Aliases =>
        _head.Aliases.ToImmutableSortedDictionary(alias => alias.Key, alias => $"v{alias.Value}", StringComparer.Ordinal);

    /// <summary>A text for people; <see cref="SaveAsync"/> saves a change.</summary>
    public string? Description { get; set; }

    /// <summary>The tags of the collection itself; <see cref="SaveAsync"/> saves a change.</summary>
    /// <exception cref="ArtifactException">ART4006: a tag is not allowed.</exception>
    public IReadOnlyList<string> Tags
    {
        get => _tags;
        set => _tags = LabelRules.Tags(value);
    }

    /// <summary>Saves description and tags; what somebody else changed meanwhile stays.</summary>
    /// <param name="cancellationToken">Cancels the request to the registry. If it was sent already, the registry may have carried it out.</param>
    /// <exception cref="ArtifactException">ART2002: the collection was deleted meanwhile.</exception>
    public Task SaveAsync(CancellationToken cancellationToken = default) => EditAsync(
        present =>
        {
            CollectionHead edited = present;
            if (Description != _head.Description)
                edited = edited with { Description = Description };
            if (!_tags.SequenceEqual(_head.Tags, StringComparer.Ordinal))
            {
                IEnumerable<string> kept = present.Tags.Where(tag => _tags.Contains(tag) || !_head.Tags.Contains(tag));
                edited = edited with { Tags = [.. kept.Union(_tags.Except(_head.Tags, StringComparer.Ordinal), StringComparer.Ordinal)] };
            }

            return edited;
        },
        cancellationToken);

    /// <summary>Gives all versions another type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="cancellationToken">Cancels the request to the registry. If it was sent already, the registry may have carried it out.</param>
    /// <exception cref="ArtifactException">
    /// ART2002: the collection was deleted meanwhile. ART4002: the collection is a portfolio. ART4006: the type is reserved.
    /// </exception>
    public Task ChangeTypeAsync(string type, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (_head.IsPortfolio)
            throw new ArtifactException(ArtifactCodes.TypeMismatch, $"“{QualifiedName}” is a portfolio, whose type is that of what is linked. Change the type of a sequence.");
        TypeRules.EnsureAllowed(type, Name);
        return EditAsync(present => present.Type == type ? present : present with { Type = type }, cancellationToken);
    }

    /// <summary>Deletes every version, alias and link; numbers are not used again if the collection is logged to later.</summary>
    /// <param name="cancellationToken">Cancels the requests to the registry. Some or all versions may have been deleted by then.</param>
    /// <exception cref="ArtifactException">ART2002: the collection was deleted meanwhile.</exception>
    public Task DeleteAsync(CancellationToken cancellationToken = default) => EditAsync(
        present => present with
        {
            Aliases = new SortedDictionary<string, int>(StringComparer.Ordinal),
            Versions = [.. present.Versions.Select(entry => entry with { DeletedAt = entry.DeletedAt ?? _context.Clock.GetUtcNow() })],
        },
        cancellationToken);

    /// <summary>The versions, newest first.</summary>
    /// <param name="tags">Only versions that have all these tags.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Nothing was changed there.</param>
    /// <returns>The versions; each is read when it is asked for.</returns>
    public async IAsyncEnumerable<Artifact> VersionsAsync(
        IEnumerable<string>? tags = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string[] wanted = [.. tags ?? []];
        foreach (VersionEntry entry in _head.Versions.AsEnumerable().Reverse().Where(entry => entry.DeletedAt is null))
        {
            LoggedVersion version = await new VersionLookup(_context)
                .OpenAsync(_name with { Suffix = entry.Version }, _head, entry, cancellationToken).ConfigureAwait(false);
            if (Array.TrueForAll(wanted, version.Record.Tags.Contains))
                yield return new Artifact(version);
        }
    }

    private async Task EditAsync(Func<CollectionHead, CollectionHead> edit, CancellationToken cancellationToken)
    {
        _head = await _context.EditAsync(
            RegistryLayout.Head(_name),
            RegistryJson.Instance.CollectionHead,
            present => edit(present is { Newest: not null } ? present : throw new ArtifactException(
                ArtifactCodes.CollectionNotFound, $"The collection “{QualifiedName}” is gone from the registry.")),
            cancellationToken).ConfigureAwait(false);
        Description = _head.Description;
        _tags = [.. _head.Tags];
    }
}
