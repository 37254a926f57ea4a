using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Builds.Pins;

/// <summary>What was done so that the lockfile pins all references.</summary>
/// <param name="Lockfile">The lockfile, which pins all references now.</param>
/// <param name="IsWritten">Whether it was written.</param>
/// <param name="Moves">The pins that changed.</param>
/// <param name="Opened">By their references' places the versions that were opened to pin them; nothing for pins that were kept.</param>
internal sealed record PinResult(
    LockfileCopy Lockfile, bool IsWritten, ImmutableArray<PinMove> Moves, IReadOnlyList<OpenedPin?> Opened);

/// <summary>Pins what is not pinned, and in an update what is to be pinned anew.</summary>
internal sealed class LockfilePins(RestoreSession session, PinOpener opener)
{
    private readonly RestoreRequest _request = session.Request;

    /// <param name="lockfile">The lockfile as it was read last.</param>
    /// <param name="cancellationToken">Cancels the resolution; the lockfile stays as it is then.</param>
    public async Task<PinResult> PinAsync(LockfileCopy lockfile, CancellationToken cancellationToken)
    {
        var opened = new OpenedPin?[_request.References.Count];
        if (!_request.Update && lockfile.Text is not null && new LockfilePlan(_request, lockfile.Content).Differences().IsEmpty)
            return new PinResult(lockfile, false, [], opened);
        using FileStream held = await session.Cache.HoldAsync(_request.LockFile, cancellationToken).ConfigureAwait(false);
        // Target frameworks and projects build at the same time, and another one may have written pins since the lockfile was read.
        LockfileCopy before = lockfile.ReadAgain();
        if (_request.Update)
            new UpdateSelection(_request.UpdateOnly).EnsureKnown(_request, before.Content);
        var plan = new LockfilePlan(_request, before.Content);
        var blocks = new LockedArtifact[_request.References.Count];
        await InOrder.ForEachReferenceAsync(
            _request.References,
            session.MaxConcurrency,
            async (i, reference, token) =>
            {
                if (plan.Fitting(reference) is LockedArtifact kept)
                    blocks[i] = kept;
                else
                    (blocks[i], opened[i]) = await ResolveAsync(plan, reference, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        Lockfile next = plan.With(blocks);
        ImmutableArray<PinMove> moves = plan.Moves(blocks);
        // A file that says the same in another layout, as a merge may leave it, stays as it is.
        return before.Text is not null && next == before.Content
            ? new PinResult(before, false, moves, opened)
            : new PinResult(before.Write(next), true, moves, opened);
    }

    private async Task<(LockedArtifact Block, OpenedPin Pin)> ResolveAsync(
        LockfilePlan plan, ArtifactReferenceItem reference, CancellationToken cancellationToken)
    {
        ArtifactRegistry registry = session.Registries.ForReading(reference.Registry);
        if (plan.SameVersion(reference) is LockedArtifact block && Sha256Digest.TryParse(block.ManifestSha256, out Sha256Digest known))
        {
            OpenedPin same = await opener
                .OpenAsync(registry, reference, known, $"{block.Name}:{block.Version}", cancellationToken).ConfigureAwait(false);
            return (plan.Pin(same, block.Type, block.Version, block.Digest, block.Aliases) with { Tags = block.Tags, Metadata = block.Metadata }, same);
        }

        if (_request.Offline)
        {
            throw new ArtifactException(
                ArtifactCodes.OfflineMiss,
                _request.Update
                    ? $"An update asks the registry what “{reference.Requested}” means now, and the build is offline. Run it with ArtifactOffline=false."
                    : $"“{reference.Requested}” is not pinned, and the build is offline. Build once with ArtifactOffline=false, and commit the lockfile.");
        }

        LoggedVersion version = reference.IsByDigest
            ? await registry.Lookup.FindByDigestAsync(reference.Name, reference.Digest!, cancellationToken).ConfigureAwait(false)
            : await registry.Lookup.FindAsync(reference.Name, cancellationToken).ConfigureAwait(false);
        VersionEntry entry = version.Entry;
        if (!LockfilePlan.HasDigest(reference, entry.Digest, entry.Manifest))
            throw OtherDigest(reference, entry, registry.Address);
        OpenedPin pin = await opener
            .OpenAsync(registry, reference, entry.ManifestSha256, $"{reference.Name.CollectionName}:{entry.Version}", cancellationToken)
            .ConfigureAwait(false);
        return (plan.Pin(pin, version.Type, entry.Version, entry.Digest, version.Aliases) with
        {
            Tags = version.Record.Tags.ToImmutableArray(),
            Metadata = PinnedMetadata.Of(version.Record.Metadata ?? [], version.Name.ToString()),
        }, pin);
    }

    private static ArtifactException OtherDigest(ArtifactReferenceItem reference, VersionEntry entry, string address)
    {
        string actual = reference.Digest!.Length == entry.Digest.Length ? entry.Digest : entry.Manifest;
        return new ArtifactException(
            ArtifactCodes.OtherDigest,
            $"“{reference.Requested}” in {address} is {entry.Version} with the digest {actual}, and the ArtifactReference asks for Digest=“{reference.Digest}”. Check which of the two is meant: the version or alias, or the digest.");
    }
}
