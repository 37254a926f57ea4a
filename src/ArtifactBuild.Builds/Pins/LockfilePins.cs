using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Pins;

/// <summary>What the lockfile says after all references were pinned.</summary>
/// <param name="Lockfile">The lockfile.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsWritten">Whether the file was written.</param>
/// <param name="Moves">The pins that changed.</param>
internal sealed record PinResult(Lockfile Lockfile, string Text, bool IsWritten, ImmutableArray<PinMove> Moves);

/// <summary>Pins what is not pinned, and in an update what is to be pinned anew.</summary>
internal sealed class LockfilePins(RestoreRequest request, ArtifactCache cache)
{
    public async Task<PinResult> PinAsync(CancellationToken cancellationToken)
    {
        if (ReadFitting() is PinResult fitting)
            return fitting;
        using FileStream held = await cache.HoldAsync(request.LockFile, cancellationToken).ConfigureAwait(false);
        // Target frameworks and projects build side by side: what another one pinned meanwhile must be seen.
        string? text = LockfileStorage.ReadText(request.LockFile);
        Lockfile pinned = text is null ? Lockfile.Empty : LockfileStorage.Parse(text, request.LockFile);
        if (request.Update)
            new UpdateSelection(request.UpdateOnly).EnsureKnown(request.References, pinned);
        var plan = new LockfilePlan(request, pinned);
        var registries = new RegistryPool(request.Settings);
        await using var closing = registries.ConfigureAwait(false);
        var blocks = new LockedArtifact[request.References.Count];
        await Parallel.ForAsync(0, blocks.Length, cancellationToken, async (i, token) =>
        {
            ReferenceDeclaration reference = request.References[i];
            blocks[i] = plan.Fitting(reference)
                ?? await FailureMark.RunAsync(i, () => ResolveAsync(plan, registries.Open(reference.Registry), reference, token)).ConfigureAwait(false);
        }).ConfigureAwait(false);
        Lockfile next = plan.With(blocks);
        string nextText = LockfileWriter.Write(next);
        ImmutableArray<PinMove> moves = plan.Moves(blocks);
        // A file that says the same in another layout, as a merge may leave it, stays as it is.
        if (text is not null && next == pinned)
            return new PinResult(pinned, text, false, moves);
        LockfileStorage.Write(request.LockFile, nextText);
        return new PinResult(next, nextText, true, moves);
    }

    private PinResult? ReadFitting()
    {
        if (request.Update || LockfileStorage.ReadText(request.LockFile) is not string text)
            return null;
        Lockfile pinned = LockfileStorage.Parse(text, request.LockFile);
        return new LockfilePlan(request, pinned).Differences().IsEmpty ? new PinResult(pinned, text, false, []) : null;
    }

    private async Task<LockedArtifact> ResolveAsync(
        LockfilePlan plan, ArtifactRegistry registry, ReferenceDeclaration reference, CancellationToken cancellationToken)
    {
        if (plan.SameVersion(reference) is LockedArtifact block && Sha256Digest.TryParse(block.ManifestSha256, out Sha256Digest pinned))
        {
            Manifest known = await registry.Pinned(pinned, reference.Requested, !request.Offline)
                .GetManifestAsync(cancellationToken).ConfigureAwait(false);
            return plan.Pin(reference, block.Type, block.Version, block.Digest, pinned, block.Aliases, known) with
            {
                Tags = block.Tags,
                Metadata = block.Metadata,
            };
        }

        if (request.Offline)
        {
            throw new ArtifactException(
                ArtifactCodes.OfflineMiss,
                request.Update
                    ? $"An update asks the registry what “{reference.Requested}” means now, and the build is offline. Run it with ArtifactOffline=false."
                    : $"“{reference.Requested}” is not pinned, and the build is offline. Build once with ArtifactOffline=false, and commit the lockfile.");
        }

        using Artifact artifact = reference.IsByDigest
            ? await registry.GetByDigestAsync(reference.Name, cancellationToken).ConfigureAwait(false)
            : await registry.GetAsync(reference.Name, cancellationToken).ConfigureAwait(false);
        if (!LockfilePlan.HasDigest(reference, artifact.Digest, artifact.CommitHash))
            throw OtherDigest(reference, artifact, registry.Address);
        Manifest manifest = await artifact.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return plan.Pin(
            reference, artifact.Type, artifact.Version, artifact.Digest, Sha256Digest.Parse(artifact.CommitHash), artifact.Aliases, manifest) with
        {
            Tags = artifact.Tags.ToImmutableArray(),
            Metadata = PinnedMetadata.Of(artifact.Metadata, artifact.QualifiedName),
        };
    }

    private static ArtifactException OtherDigest(ReferenceDeclaration reference, Artifact artifact, string address)
    {
        string actual = reference.Digest!.Length == artifact.Digest.Length ? artifact.Digest : artifact.CommitHash;
        return new ArtifactException(
            ArtifactCodes.OtherDigest,
            $"“{reference.Requested}” in {address} is {artifact.Version} with the digest {actual}, and the ArtifactReference asks for Digest=“{reference.Digest}”. Check which of the two is meant: the version or alias, or the digest.");
    }
}
