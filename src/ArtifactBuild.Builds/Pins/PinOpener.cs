using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Builds.Pins;

/// <summary>Opens the versions that references are pinned to. A manifest is hashed and parsed once, however many references pin it.</summary>
internal sealed class PinOpener(RestoreSession session)
{
    private readonly ReadOnce<Sha256Digest, Manifest> _manifests = new();

    /// <summary>Opens a version by its manifest, from the cache where that is, else from the registry.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="manifestDigest">The SHA-256 of the manifest.</param>
    /// <param name="name">What the version is called in messages.</param>
    /// <param name="cancellationToken">Cancels the reads. A manifest that was read whole stays in the cache.</param>
    /// <exception cref="ArtifactException">As for <see cref="VersionContent.GetManifestAsync"/>.</exception>
    public async Task<OpenedPin> OpenAsync(
        ArtifactRegistry registry, ArtifactReferenceItem reference, Sha256Digest manifestDigest, string name, CancellationToken cancellationToken)
    {
        VersionContent content = registry.Pinned(manifestDigest, name, !session.Request.Offline);
        Manifest manifest = await _manifests
            .GetAsync(manifestDigest, () => content.GetManifestAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return new OpenedPin(reference, content, manifest, EntryFilter.Apply(manifest, reference.Files, reference.PathPrefix));
    }

    /// <summary>Opens what a lockfile pins, several at once, and makes sure that the lockfile says of it what its manifest says.</summary>
    /// <param name="lockfile">The lockfile, which pins all references.</param>
    /// <param name="opened">By their references' places what is open already; nothing for the others.</param>
    /// <param name="cancellationToken">Cancels the reads. A manifest that was read whole stays in the cache.</param>
    /// <returns>The pins in the order of the references.</returns>
    /// <exception cref="ArtifactException">ART1021: the lockfile says something else.</exception>
    public async Task<OpenedPin[]> OpenAllAsync(LockfileCopy lockfile, IReadOnlyList<OpenedPin?> opened, CancellationToken cancellationToken)
    {
        var pins = new OpenedPin[session.Request.References.Count];
        await InOrder.ForEachReferenceAsync(
            session.Request.References,
            session.MaxConcurrency,
            async (i, reference, token) =>
            {
                LockedArtifact block = lockfile.Content.Find(reference.Requested)!;
                pins[i] = opened[i] ?? await OpenAsync(
                    session.Registries.ForReading(reference.Registry),
                    reference,
                    Sha256Digest.Parse(block.ManifestSha256),
                    $"{block.Name}:{block.Version}",
                    token).ConfigureAwait(false);
                EnsureSame(lockfile, block, pins[i]);
            },
            cancellationToken).ConfigureAwait(false);
        return pins;
    }

    // The manifest's digest covers every entry, so a difference means that the lockfile was edited by hand.
    private static void EnsureSame(LockfileCopy lockfile, LockedArtifact block, OpenedPin pin)
    {
        if (pin.Manifest.Digest != block.Digest || !block.Entries.Equals(LockfilePlan.Entries(pin)))
        {
            throw lockfile.Error(
                ArtifactCodes.LockfileMismatch,
                $"What the lockfile says of “{block.Requested}” is not what its manifest {block.ManifestSha256} says. Somebody changed the file: bring it back from version control, or run dotnet build -t:ArtifactUpdate.",
                block.Requested);
        }
    }
}
