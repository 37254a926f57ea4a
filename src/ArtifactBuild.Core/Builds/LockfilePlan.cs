using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Builds;

/// <summary>Compares what a project asks for with what a lockfile pins.</summary>
internal sealed class LockfilePlan(RestoreRequest request, Lockfile pinned)
{
    /// <summary>Each difference, for people; empty when the lockfile fits the project.</summary>
    public ImmutableArray<string> Differences()
    {
        var differences = ImmutableArray.CreateBuilder<string>();
        foreach (ReferenceDeclaration reference in request.References)
        {
            if (pinned.Find(reference.Requested) is not LockedArtifact block)
                differences.Add($"“{reference.Requested}” is not pinned");
            else
                differences.AddRange(Changes(reference, block).Select(change => $"“{reference.Requested}”: {change}"));
        }

        foreach (LockedArtifact block in Stale())
            differences.Add($"“{block.Requested}” is pinned, but the project does not refer to it");
        return differences.ToImmutable();
    }

    /// <summary>The pin of a reference, when it has one that fits and is not to be renewed.</summary>
    public LockedArtifact? Fitting(ReferenceDeclaration reference) =>
        !request.Update && pinned.Find(reference.Requested) is LockedArtifact block && !Changes(reference, block).Any() ? block : null;

    /// <summary>The version that a reference stays at although what it wants of it changed.</summary>
    public LockedArtifact? SameVersion(ReferenceDeclaration reference) =>
        !request.Update && pinned.Find(reference.Requested) is LockedArtifact block && IsSameRegistry(reference, block) && IsRightVersion(reference, block) ? block : null;

    /// <summary>The lockfile with new pins, without what is stale.</summary>
    public Lockfile With(IEnumerable<LockedArtifact> blocks)
    {
        var all = pinned.Artifacts.ToDictionary(block => block.Requested, StringComparer.Ordinal);
        foreach (LockedArtifact block in Stale())
            all.Remove(block.Requested);
        foreach (LockedArtifact block in blocks)
            all[block.Requested] = block;
        return new Lockfile(all.Values.ToImmutableArray());
    }

    /// <summary>Makes the block of a version.</summary>
    public LockedArtifact Pin(
        ReferenceDeclaration reference, string type, string version, string digest, Sha256Digest manifestSha256, IEnumerable<string> aliases, Manifest manifest) => new()
        {
            Requested = reference.Requested,
            Name = reference.Name.CollectionName,
            Type = type,
            Version = version,
            Registry = Registry(reference),
            Digest = digest,
            ManifestSha256 = manifestSha256.Hex,
            Aliases = aliases.ToImmutableArray(),
            Files = reference.Files,
            PathPrefix = reference.PathPrefix,
            HasAccessors = reference.Accessors,
            Entries = Entries(reference, manifest),
        };

    /// <summary>The entries that a reference wants, as a lockfile lists them.</summary>
    public static ImmutableArray<LockedEntry> Entries(ReferenceDeclaration reference, Manifest manifest) => !reference.Accessors
        ? []
        : [.. EntryFilter.Apply(manifest, reference.Files, reference.PathPrefix).Select(entry => entry.HasStoredBytes
            ? LockedEntry.OfFile(entry.Path, entry.StoredSize!.Value, entry.Sha256!.Value.Hex)
            : LockedEntry.OfReference(entry.Path, entry.Ref!, entry.Size))];

    private string Registry(ReferenceDeclaration reference) =>
        LockedRegistry.Describe(request.Settings.Absolute(reference.Registry), request.LockFile);

    private bool IsSameRegistry(ReferenceDeclaration reference, LockedArtifact block) =>
        LockedRegistry.Matches(block.Registry, request.Settings.Absolute(reference.Registry), request.LockFile);

    private IEnumerable<LockedArtifact> Stale()
    {
        if (!request.OwnsLockFile)
            return [];
        var wanted = request.References.Select(reference => reference.Requested).ToHashSet(StringComparer.Ordinal);
        return pinned.Artifacts.Where(block => !wanted.Contains(block.Requested));
    }

    private IEnumerable<string> Changes(ReferenceDeclaration reference, LockedArtifact block)
    {
        if (!IsRightVersion(reference, block))
            yield return $"the lockfile has “{block.Name}:{block.Version}”";
        if (!IsSameRegistry(reference, block))
            yield return $"the registry is “{Registry(reference)}”, the lockfile has “{block.Registry}”";
        if (block.Files != reference.Files)
            yield return $"Files is {Quoted(reference.Files)}, the lockfile has {Quoted(block.Files)}";
        if (block.PathPrefix != reference.PathPrefix)
            yield return $"PathPrefix is {Quoted(reference.PathPrefix)}, the lockfile has {Quoted(block.PathPrefix)}";
        if (block.HasAccessors != reference.Accessors)
            yield return $"Accessors is {(reference.Accessors ? "true" : "false")}, the lockfile has the opposite";
    }

    // Only a lockfile that was edited by hand says otherwise.
    private static bool IsRightVersion(ReferenceDeclaration reference, LockedArtifact block) =>
        block.Name == reference.Name.CollectionName
        && !(ArtifactName.IsVersion(reference.Name.Suffix, out int wanted) && ArtifactName.IsVersion(block.Version, out int has) && wanted != has);

    private static string Quoted(string? value) => value is null ? "none" : $"“{value}”";
}
