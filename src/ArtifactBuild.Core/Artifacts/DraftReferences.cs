using System.Collections.Concurrent;
using System.Security.Cryptography;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;

namespace ArtifactBuild.Artifacts;

/// <summary>
/// References to entries of drafts, <c>wandb-client-artifact://&lt;client id&gt;/&lt;path&gt;</c>: they can be made before the other
/// artifact is logged, and become references to the logged version when the artifact that holds them is.
/// </summary>
/// <remarks>W&amp;B keeps the last 100 artifacts of a process for this; so does this table, weakly.</remarks>
internal static class DraftReferences
{
    public const string Scheme = "wandb-client-artifact";

    private const int Capacity = 100;

    private static readonly ConcurrentDictionary<string, WeakReference<Artifact>> Drafts = new(StringComparer.Ordinal);
    private static readonly ConcurrentQueue<string> Order = new();

    public static string NewClientId() => RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 128);

    public static void Remember(string clientId, Artifact artifact)
    {
        Drafts[clientId] = new WeakReference<Artifact>(artifact);
        Order.Enqueue(clientId);
        while (Order.Count > Capacity && Order.TryDequeue(out string? oldest))
            Drafts.TryRemove(oldest, out _);
    }

    /// <exception cref="ArtifactException">ART4009: no draft of this process has that client id, or it has no such entry.</exception>
    public static ManifestEntry Describe(string uri, string? name)
    {
        (Artifact artifact, ManifestEntry target) = Find(uri);
        string path = name ?? target.Path[(target.Path.LastIndexOf('/') + 1)..];
        return artifact.IsDraft
            ? new ManifestEntry { Path = path, Digest = target.Digest, Size = 0, Ref = uri }
            : ArtifactReferences.Describe(target with { ParentArtifact = artifact }, path);
    }

    /// <summary>The reference as it is logged: to the version that the draft has become.</summary>
    /// <exception cref="ArtifactException">ART4009: that draft is not logged yet.</exception>
    public static ManifestEntry Resolve(ManifestEntry entry)
    {
        if (entry.Ref?.StartsWith(Scheme + "://", StringComparison.Ordinal) != true)
            return entry;
        (Artifact artifact, ManifestEntry target) = Find(entry.Ref);
        return artifact.IsDraft
            ? throw Invalid(entry.Ref, $"the artifact “{artifact.Name}” is not logged yet; log it first")
            : ArtifactReferences.Describe(target with { ParentArtifact = artifact }, entry.Path);
    }

    private static (Artifact Artifact, ManifestEntry Entry) Find(string uri)
    {
        const string Start = Scheme + "://";
        string rest = uri.StartsWith(Start, StringComparison.Ordinal) ? uri[Start.Length..] : "";
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Drafts.TryGetValue(rest[..slash], out WeakReference<Artifact>? weak) || !weak.TryGetTarget(out Artifact? artifact))
            throw Invalid(uri, "no artifact of this process has that client id");
        string path = Uri.UnescapeDataString(rest[(slash + 1)..]);
        return artifact.Manifest.TryGet(path, out ManifestEntry? entry)
            ? (artifact, entry)
            : throw Invalid(uri, $"the artifact “{artifact.Name}” has no entry “{path}”");
    }

    private static ArtifactException Invalid(string uri, string reason) => new(
        ArtifactCodes.InvalidReference, $"“{LogicalPath.Printable(uri)}” can't be referenced: {reason}.");
}
