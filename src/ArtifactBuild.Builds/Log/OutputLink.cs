using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Log;

/// <summary>A portfolio that a version is linked into.</summary>
/// <param name="Portfolio">Its qualified name.</param>
/// <param name="Aliases">The aliases that the version takes there besides <c>latest</c>.</param>
/// <param name="Option">The metadata, or the switch of the tool, that the link was given in.</param>
internal sealed record OutputLink(ArtifactName Portfolio, ImmutableArray<string> Aliases, string Option)
{
    private const string Metadata = "LinkTo";

    /// <summary>
    /// Reads <c>LinkTo</c>: <c>[[entity/]project/]portfolio[:alias]</c> each; entity and project are those of
    /// the output if not given. A portfolio that is named again gets another alias.
    /// </summary>
    /// <exception cref="ArtifactException">ART1001: a text is not the name of an artifact. ART1004: it names the output itself, or a version.</exception>
    internal static ImmutableArray<OutputLink> ReadList(OutputItem item, ArtifactName output, string what)
    {
        string option = item.SwitchOf?.Invoke(Metadata) ?? Metadata;
        var links = new List<OutputLink>();
        foreach (string part in item.List(Metadata))
        {
            var target = ArtifactName.Parse(part, output.Entity, output.Project);
            if (ArtifactName.IsVersion(target.Suffix, out _))
                throw Invalid(part, "names a version; a link gets the portfolio's next one. Give the portfolio, and an alias after the colon if it shall have one");
            ArtifactName portfolio = target with { Suffix = null };
            if (portfolio == output)
                throw Invalid(part, "is the output itself. Name a portfolio, which is a collection of its own");
            ImmutableArray<string> aliases = target.Suffix is null ? [] : LabelRules.Aliases([target.Suffix], withLatest: false);
            int known = links.FindIndex(link => link.Portfolio == portfolio);
            if (known < 0)
                links.Add(new OutputLink(portfolio, aliases, option));
            else
                links[known] = links[known] with { Aliases = links[known].Aliases.AddRange(aliases) };
        }

        return [.. links];

        ArtifactException Invalid(string part, string reason) => new(
            ArtifactCodes.InvalidOption, $"{(item.SwitchOf is null ? $"{Metadata}=“{part}” of {what}" : $"{option} “{part}”")} {reason}.");
    }

    /// <summary>Makes sure, before anything is stored, that the link can be made: the version must not appear without it.</summary>
    /// <exception cref="ArtifactException">ART4002: the collection of that name is not a portfolio, or has another type.</exception>
    internal async Task EnsureFitsAsync(ArtifactRegistry registry, string type, CancellationToken cancellationToken)
    {
        ArtifactCollection? present = await registry.GetCollectionAsync(Portfolio.CollectionName, cancellationToken).ConfigureAwait(false);
        if (present is not null && (present.IsSequence || present.Type != type))
        {
            throw new ArtifactException(
                ArtifactCodes.TypeMismatch,
                $"“{Portfolio.CollectionName}” {(present.IsSequence ? "holds versions of its own, not links" : $"holds links to artifacts of type “{present.Type}”, not “{type}”")}. Choose another portfolio in {Option}; nothing was logged.");
        }
    }
}
