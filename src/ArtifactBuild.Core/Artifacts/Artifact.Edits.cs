using System.Collections.Immutable;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;

namespace ArtifactBuild.Artifacts;

// Changing what may change about a logged version.
public sealed partial class Artifact
{
    private ImmutableArray<string> _aliases = [];
    private ImmutableArray<string> _tags = [];

    /// <summary>
    /// The aliases of the version in its collection, without <c>v0, v1, …</c>; <see cref="SaveAsync(CancellationToken)"/> saves a change. The list is
    /// a copy, and what is set is checked at once.
    /// </summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART4006: an alias is not allowed.</exception>
    public IReadOnlyList<string> Aliases
    {
        get
        {
            Logged();
            return _aliases;
        }

        set
        {
            Logged();
            _aliases = LabelRules.Aliases(value, withLatest: false);
        }
    }

    /// <summary>The tags of the version; <see cref="SaveAsync(CancellationToken)"/> saves a change. The list is a copy, and what is set is checked at once.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART4006: a tag is not allowed.</exception>
    public IReadOnlyList<string> Tags
    {
        get
        {
            Logged();
            return _tags;
        }

        set
        {
            Logged();
            _tags = LabelRules.Tags(value);
        }
    }

    /// <summary>
    /// Saves what was changed of a logged version: description, metadata, aliases, tags, time to live. Only differences are
    /// written; what somebody else changed meanwhile stays, and is there to be read afterwards.
    /// </summary>
    /// <param name="cancellationToken">Cancels the requests to the registry. Some of the changes may have been saved by then; another save writes the others.</param>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft; <see cref="ArtifactRegistry.LogAsync"/> logs it.</exception>
    /// <exception cref="ArtifactException">
    /// ART2003: the version was deleted meanwhile. ART2011: others were faster for too long. ART4006: the metadata has more than
    /// 100 top-level keys together with those that somebody else saved.
    /// </exception>
    public async Task SaveAsync(CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        var edits = new VersionEdits(Description, _metadata, _tags, _timeToLive.Stored, _aliases);
        BecomeLogged(await VersionSave.RunAsync(logged, edits, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Logs a draft as <see cref="ArtifactRegistry.LogAsync"/> does, or saves the edits of a logged version. A draft of
    /// <see cref="NewDraftAsync"/> is logged into the entity and project of its version.
    /// </summary>
    /// <param name="registry">The registry that a draft is logged into.</param>
    /// <param name="cancellationToken">
    /// Cancels the log or the save, in the state that <see cref="ArtifactRegistry.LogAsync"/> and <see cref="SaveAsync(CancellationToken)"/>
    /// describe.
    /// </param>
    /// <exception cref="ArtifactException">As for logging and for saving.</exception>
    public Task SaveAsync(ArtifactRegistry registry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return IsDraft
            ? registry.LogAsync(this, entity: _draft?.Base?.Source.Entity, project: _draft?.Base?.Source.Project, cancellationToken: cancellationToken)
            : SaveAsync(cancellationToken);
    }

    /// <summary>
    /// Deletes the version; of a link only the link goes. The number is not used again, and the bytes go with a later garbage
    /// collection unless something else has them.
    /// </summary>
    /// <param name="deleteAliases">Whether a version that has aliases is deleted together with them.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. The version may have been deleted by then.</param>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART4011: the version has aliases, and <paramref name="deleteAliases"/> is false.</exception>
    public async Task DeleteAsync(bool deleteAliases = false, CancellationToken cancellationToken = default) =>
        BecomeLogged(await VersionDelete.RunAsync(Logged(), deleteAliases, cancellationToken).ConfigureAwait(false));

    /// <summary>Links the version into a portfolio, where it gets a number and aliases of its own.</summary>
    /// <param name="targetPath"><c>[[entity/]project/]portfolio</c>; entity and project are those of the version if not given.</param>
    /// <param name="aliases">Aliases there besides <c>latest</c>.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. The link may have been made by then.</param>
    /// <returns>The version as a member of the portfolio.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">
    /// ART2003: the version was deleted. ART4002: the collection is not a portfolio, or has another type. ART4006: an alias is not allowed.
    /// </exception>
    public async Task<Artifact> LinkAsync(
        string targetPath, IEnumerable<string>? aliases = null, CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        var target = ArtifactName.Parse(targetPath, logged.Source.Entity, logged.Source.Project);
        return new Artifact(await PortfolioLink
            .RunAsync(logged, target, LabelRules.Aliases(aliases), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes a link out of its portfolio, together with its aliases there.</summary>
    /// <param name="cancellationToken">Cancels the requests to the registry. The link may have been taken out by then.</param>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART4011: the artifact is not a link.</exception>
    public async Task UnlinkAsync(CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        if (logged.Entry.Source is null)
        {
            throw new ArtifactException(
                ArtifactCodes.NotDeletable, $"“{QualifiedName}” is the version itself, not a link to it. Use DeleteAsync to delete it.");
        }

        await DeleteAsync(deleteAliases: true, cancellationToken).ConfigureAwait(false);
    }
}
