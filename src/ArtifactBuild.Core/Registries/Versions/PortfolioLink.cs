using System.Collections.Immutable;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Registries.Versions;

/// <summary>Links a version into a portfolio: a collection of links with numbers and aliases of their own.</summary>
internal static class PortfolioLink
{
    /// <returns>The version as a member of the portfolio.</returns>
    public static async Task<LoggedVersion> RunAsync(
        LoggedVersion version, ArtifactName target, ImmutableArray<string> aliases, CancellationToken cancellationToken)
    {
        if (target.Suffix is not null)
            throw new ArtifactException(ArtifactCodes.InvalidName, $"“{target}” names a version. A link gets the portfolio's next one; give aliases besides.");
        await EnsureExistsAsync(version, cancellationToken).ConfigureAwait(false);
        // A link of a link leads to the version itself.
        var source = new LinkSource(version.Source.CollectionName, SourceNumber(version));
        CollectionHead head = await version.Registry.EditAsync(
            RegistryLayout.Head(target),
            RegistryJson.Instance.CollectionHead,
            present => Apply(present, version, source, target, aliases),
            cancellationToken).ConfigureAwait(false);
        VersionEntry entry = head.Versions.FindLast(entry => IsLinkOf(entry, version))!;
        return await new VersionLookup(version.Registry)
            .OpenAsync(target with { Suffix = entry.Version }, head, entry, cancellationToken).ConfigureAwait(false);
    }

    // A link keeps the bytes of its version; those of a version that was deleted may have been collected.
    private static async Task EnsureExistsAsync(LoggedVersion version, CancellationToken cancellationToken)
    {
        (CollectionHead Value, string ETag)? found = await version.Registry.ReadHeadAsync(version.Name, cancellationToken).ConfigureAwait(false);
        if (found?.Value.Find(version.Entry.Version) is null)
        {
            throw new ArtifactException(
                ArtifactCodes.VersionNotFound,
                $"“{version.Name.CollectionName}:{version.Entry.Version}” was deleted, so nothing can be a link to it. Log the artifact again.");
        }
    }

    private static CollectionHead Apply(
        CollectionHead? present, LoggedVersion version, LinkSource source, ArtifactName target, ImmutableArray<string> aliases)
    {
        CollectionHead head = present ?? new CollectionHead { Type = version.Type, IsPortfolio = true, CreatedAt = version.Registry.Clock.GetUtcNow() };
        if (head.Newest is null)
            head = head.Anew(version.Type, isPortfolio: true, version.Registry.Clock.GetUtcNow());
        if (!head.IsPortfolio || head.Type != version.Type)
        {
            throw new ArtifactException(
                ArtifactCodes.TypeMismatch,
                $"“{target.CollectionName}” {(head.IsPortfolio ? $"holds links to artifacts of type “{head.Type}”, not “{version.Type}”" : "holds versions of its own, not links")}. Choose another name for the portfolio.");
        }

        VersionEntry? linked = head.Versions.FindLast(entry => IsLinkOf(entry, version));
        VersionEntry entry = linked ?? version.Entry with { Number = head.Next, Source = source };
        return (linked is null ? head.WithVersion(entry) : head).WithAliases(entry, aliases);
    }

    // One version is in a portfolio once; linking it again only moves aliases.
    private static bool IsLinkOf(VersionEntry entry, LoggedVersion version) =>
        entry.Id == version.Entry.Id && entry.DeletedAt is null;

    private static int SourceNumber(LoggedVersion version) => version.Entry.Source?.Number ?? version.Entry.Number;
}
