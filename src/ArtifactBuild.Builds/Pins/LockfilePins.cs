using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;

namespace ArtifactBuild.Builds.Pins;

/// <summary>What was done so that the lockfile pins all references.</summary>
/// <param name="IsWritten">Whether the lockfile was written.</param>
/// <param name="Moves">The pins that changed.</param>
internal sealed record PinResult(bool IsWritten, ImmutableArray<PinMove> Moves);

/// <summary>Pins what is not pinned, and in an update what is to be pinned anew; then the session's lockfile pins all references.</summary>
internal sealed class LockfilePins(RestoreSession session)
{
    private readonly RestoreRequest _request = session.Request;

    public async Task<PinResult> PinAsync(CancellationToken cancellationToken)
    {
        if (!_request.Update && session.Lockfile.Text is not null && new LockfilePlan(_request, session.Lockfile.Content).Differences().IsEmpty)
            return new PinResult(false, []);
        using FileStream held = await session.Cache.HoldAsync(_request.LockFile, cancellationToken).ConfigureAwait(false);
        // Target frameworks and projects build at the same time, and another one may have written pins since the lockfile was read.
        LockfileCopy before = session.ReadLockfileAgain();
        if (_request.Update)
            new UpdateSelection(_request.UpdateOnly).EnsureKnown(_request, before.Content);
        var plan = new LockfilePlan(_request, before.Content);
        var blocks = new LockedArtifact[_request.References.Count];
        await session.ForEachReferenceAsync(
            async (i, reference, token) =>
                blocks[i] = plan.Fitting(reference) ?? await ResolveAsync(plan, reference, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        Lockfile next = plan.With(blocks);
        ImmutableArray<PinMove> moves = plan.Moves(blocks);
        // A file that says the same in another layout, as a merge may leave it, stays as it is.
        if (before.Text is not null && next == before.Content)
            return new PinResult(false, moves);
        session.WriteLockfile(next);
        return new PinResult(true, moves);
    }

    private async Task<LockedArtifact> ResolveAsync(LockfilePlan plan, ArtifactReferenceItem reference, CancellationToken cancellationToken)
    {
        ArtifactRegistry registry = session.Registries.ForReading(reference.Registry);
        if (plan.SameVersion(reference) is LockedArtifact block && Sha256Digest.TryParse(block.ManifestSha256, out Sha256Digest pinned))
        {
            Manifest known = await session
                .ReadManifestAsync(registry.Pinned(pinned, reference.Requested, !_request.Offline), cancellationToken).ConfigureAwait(false);
            return plan.Pin(reference, block.Type, block.Version, block.Digest, pinned, block.Aliases, known) with
            {
                Tags = block.Tags,
                Metadata = block.Metadata,
            };
        }

        if (_request.Offline)
        {
            throw new ArtifactException(
                ArtifactCodes.OfflineMiss,
                _request.Update
                    ? $"An update asks the registry what “{reference.Requested}” means now, and the build is offline. Run it with ArtifactOffline=false."
                    : $"“{reference.Requested}” is not pinned, and the build is offline. Build once with ArtifactOffline=false, and commit the lockfile.");
        }

        VersionLookup lookup = session.Registries.LookupIn(registry);
        LoggedVersion version = reference.IsByDigest
            ? await lookup.FindByDigestAsync(reference.Name, reference.Digest!, cancellationToken).ConfigureAwait(false)
            : await lookup.FindAsync(reference.Name, cancellationToken).ConfigureAwait(false);
        VersionEntry entry = version.Entry;
        if (!LockfilePlan.HasDigest(reference, entry.Digest, entry.Manifest))
            throw OtherDigest(reference, entry, registry.Address);
        string name = version.Name.ToString();
        Manifest manifest = await session
            .ReadManifestAsync(registry.Pinned(entry.ManifestSha256, name, allowRegistry: true), cancellationToken).ConfigureAwait(false);
        return plan.Pin(reference, version.Type, entry.Version, entry.Digest, entry.ManifestSha256, version.Aliases, manifest) with
        {
            Tags = version.Record.Tags.ToImmutableArray(),
            Metadata = PinnedMetadata.Of(version.Record.Metadata ?? [], name),
        };
    }

    private static ArtifactException OtherDigest(ArtifactReferenceItem reference, VersionEntry entry, string address)
    {
        string actual = reference.Digest!.Length == entry.Digest.Length ? entry.Digest : entry.Manifest;
        return new ArtifactException(
            ArtifactCodes.OtherDigest,
            $"“{reference.Requested}” in {address} is {entry.Version} with the digest {actual}, and the ArtifactReference asks for Digest=“{reference.Digest}”. Check which of the two is meant: the version or alias, or the digest.");
    }
}
