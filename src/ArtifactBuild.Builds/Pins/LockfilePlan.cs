using System.Collections.Immutable;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Pins;

/// <summary>Compares what a project asks for with what a lockfile pins.</summary>
internal sealed class LockfilePlan(RestoreRequest request, Lockfile pinned)
{
    private readonly UpdateSelection _update = new(request.UpdateOnly);

    /// <summary>
    /// Each difference, for people, and the block that it is about; empty when the lockfile fits the project. A pin that the
    /// project does not refer to is none: a reference may have a condition, and the pin waits for the build in which it holds.
    /// </summary>
    public ImmutableArray<LockDifference> Differences()
    {
        var differences = ImmutableArray.CreateBuilder<LockDifference>();
        foreach (ArtifactReferenceItem reference in request.References)
        {
            if (pinned.Find(reference.Requested) is not LockedArtifact block)
                differences.Add(NotPinned(reference));
            else
                differences.AddRange(Changes(reference, block).Select(change => new LockDifference($"“{reference.Requested}”: {change}", block.Requested)));
        }

        return differences.ToImmutable();
    }

    /// <summary>Makes sure that a lockfile fits the project as it is, for a build that may not change it.</summary>
    /// <exception cref="ArtifactFileException">
    /// ART1020: there is none. ART1021: it does not fit. ART1010, ART1011, ART1012: it can't be read.
    /// </exception>
    public static void EnsureFits(RestoreRequest request, LockfileCopy lockfile)
    {
        const string Mend = "Run dotnet build -p:ArtifactLockedMode=false to bring it up to date, and commit it.";
        if (lockfile.Text is null)
        {
            throw new ArtifactFileException(
                ArtifactCodes.LockfileMissing, $"Locked mode: there is no lockfile. {Mend}", request.LockFile);
        }

        ImmutableArray<LockDifference> differences = new LockfilePlan(request, lockfile.Content).Differences();
        if (!differences.IsEmpty)
        {
            throw lockfile.Error(
                ArtifactCodes.LockfileMismatch,
                $"Locked mode: the lockfile does not fit the project: {string.Join("; ", differences.Select(difference => difference.Text))}. {Mend}",
                differences[0].Requested);
        }
    }

    /// <summary>The pin of a reference, when it has one that fits and is not to be renewed.</summary>
    public LockedArtifact? Fitting(ArtifactReferenceItem reference) =>
        !Renews(reference) && pinned.Find(reference.Requested) is LockedArtifact block && !Changes(reference, block).Any() ? block : null;

    /// <summary>The version that a reference stays at although what it wants of it changed.</summary>
    public LockedArtifact? SameVersion(ArtifactReferenceItem reference) =>
        !Renews(reference) && pinned.Find(reference.Requested) is LockedArtifact block && IsSameRegistry(reference, block) && IsRightVersion(reference, block)
            && HasDigest(reference, block.Digest, block.ManifestSha256) ? block : null;

    /// <summary>The lockfile with new pins, and without those that an update is to remove.</summary>
    public Lockfile With(IEnumerable<LockedArtifact> blocks)
    {
        var all = pinned.Artifacts.ToDictionary(block => block.Requested, StringComparer.Ordinal);
        foreach (LockedArtifact block in Removed())
            all.Remove(block.Requested);
        foreach (LockedArtifact block in blocks)
            all[block.Requested] = block;
        return new Lockfile(all.Values.ToImmutableArray());
    }

    /// <summary>What new pins change.</summary>
    public ImmutableArray<PinMove> Moves(IReadOnlyList<LockedArtifact> blocks)
    {
        var moves = ImmutableArray.CreateBuilder<PinMove>();
        for (int i = 0; i < blocks.Count; i++)
        {
            ArtifactName name = request.References[i].Name;
            string? before = pinned.Find(blocks[i].Requested)?.Version;
            if (before != blocks[i].Version)
                moves.Add(new PinMove(ShortName(name), name.Suffix!, before, blocks[i].Version));
        }

        foreach (LockedArtifact block in Removed())
        {
            var name = ArtifactName.Parse(block.Requested);
            moves.Add(new PinMove(ShortName(name), name.Suffix!, block.Version, null));
        }

        return moves.ToImmutable();
    }

    /// <summary>Makes the block of a version.</summary>
    public LockedArtifact Pin(OpenedPin pin, string type, string version, string digest, IEnumerable<string> aliases) => new()
    {
        Requested = pin.Reference.Requested,
        Name = pin.Reference.Name.CollectionName,
        Type = type,
        Version = version,
        Registry = Registry(pin.Reference),
        Digest = digest,
        ManifestSha256 = pin.Content.ManifestDigest.Hex,
        Aliases = aliases.ToImmutableArray(),
        Files = pin.Reference.Files,
        PathPrefix = pin.Reference.PathPrefix,
        HasAccessors = pin.Reference.Accessors,
        Entries = Entries(pin),
    };

    /// <summary>The entries that a reference wants, as a lockfile lists them.</summary>
    public static ImmutableArray<LockedEntry> Entries(OpenedPin pin) => !pin.Reference.Accessors
        ? []
        : [.. pin.Wanted.Select(entry => entry.HasBlob
            ? LockedEntry.OfFile(entry.Path, entry.Blob.Size, entry.Blob.Digest.Hex)
            : LockedEntry.OfReference(entry.Path, entry.Ref!, entry.Size))];

    private string Registry(ArtifactReferenceItem reference) =>
        request.IsOfLockfile && pinned.Find(reference.Requested) is LockedArtifact block ? block.Registry : LockedRegistry.Describe(request.Settings.Absolute(reference.Registry), request.LockFile);

    private bool IsSameRegistry(ArtifactReferenceItem reference, LockedArtifact block) =>
        LockedRegistry.Matches(block.Registry, request.Settings.Absolute(reference.Registry), request.LockFile);

    private bool Renews(ArtifactReferenceItem reference) => request.Update && _update.Includes(reference.Name);

    private IEnumerable<LockedArtifact> Removed()
    {
        if (!request.Update || !request.OwnsLockFile)
            return [];
        var wanted = request.References.Select(reference => reference.Requested).ToHashSet(StringComparer.Ordinal);
        return pinned.Artifacts.Where(block => !wanted.Contains(block.Requested) && _update.Includes(block));
    }

    // A changed version is one difference, although it leaves an old pin and needs a new one.
    private LockDifference NotPinned(ArtifactReferenceItem reference)
    {
        LockedArtifact[] others = [.. pinned.Artifacts.Where(block => block.Name == reference.Name.CollectionName)];
        return others.Length == 0
            ? new LockDifference($"“{reference.Requested}” is not pinned", null)
            : new LockDifference(
                $"“{reference.Requested}” is not pinned, the lockfile has {string.Join(" and ", others.Select(block => $"“{block.Requested[(block.Name.Length + 1)..]}”"))} of it",
                others[0].Requested);
    }

    private string ShortName(ArtifactName name) =>
        request.References.Any(other => other.Name.Collection == name.Collection && other.Name.CollectionName != name.CollectionName)
            ? name.CollectionName
            : name.Collection;

    private IEnumerable<string> Changes(ArtifactReferenceItem reference, LockedArtifact block)
    {
        if (!IsRightVersion(reference, block))
            yield return $"the lockfile has “{block.Name}:{block.Version}”";
        else if (!HasDigest(reference, block.Digest, block.ManifestSha256))
            yield return $"Digest is “{reference.Digest}”, the lockfile has “{(reference.Digest!.Length == block.Digest.Length ? block.Digest : block.ManifestSha256)}”";
        if (!IsSameRegistry(reference, block))
            yield return $"the registry is “{Registry(reference)}”, the lockfile has “{block.Registry}”";
        if (block.Files != reference.Files)
            yield return $"Files is {Quoted(reference.Files)}, the lockfile has {Quoted(block.Files)}";
        if (block.PathPrefix != reference.PathPrefix)
            yield return $"PathPrefix is {Quoted(reference.PathPrefix)}, the lockfile has {Quoted(block.PathPrefix)}";
        if (block.HasAccessors != reference.Accessors)
            yield return $"Accessors is {(reference.Accessors ? "true" : "false")}, the lockfile has the opposite";
    }

    /// <summary>Whether a version has the digest that a reference asks for, if it asks for one.</summary>
    public static bool HasDigest(ArtifactReferenceItem reference, string digest, string manifestSha256) =>
        reference.Digest is null || reference.Digest == digest || reference.Digest == manifestSha256;

    // Only a lockfile that was edited by hand says otherwise.
    private static bool IsRightVersion(ArtifactReferenceItem reference, LockedArtifact block) =>
        block.Name == reference.Name.CollectionName
        && !(ArtifactName.IsVersion(reference.Name.Suffix, out int wanted) && ArtifactName.IsVersion(block.Version, out int has) && wanted != has);

    private static string Quoted(string? value) => value is null ? "none" : $"“{value}”";
}
