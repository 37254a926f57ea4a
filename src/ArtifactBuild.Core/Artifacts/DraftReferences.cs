using System.Collections.Concurrent;
using System.Security.Cryptography;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Artifacts;

/// <summary>
/// References to entries of drafts, <c>wandb-client-artifact://&lt;client id&gt;/&lt;path&gt;</c>: they can be made before the other
/// artifact is logged, and become references to the logged version when the artifact that holds them is.
/// </summary>
/// <remarks>W&amp;B keeps the last 100 artifacts of a process for this; so does this table, weakly.</remarks>
internal sealed class DraftReferences : IReferenceHandler
{
    /// <summary>Knows the drafts of this process.</summary>
    public static DraftReferences OfProcess { get; } = new();

    public const string Scheme = "wandb-client-artifact";

    private const int Capacity = 100;

    private readonly ConcurrentDictionary<string, WeakReference<Draft>> _drafts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public static string NewClientId() => RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 128);

    public void Remember(string clientId, Draft draft)
    {
        _drafts[clientId] = new WeakReference<Draft>(draft);
        _order.Enqueue(clientId);
        while (_order.Count > Capacity && _order.TryDequeue(out string? oldest))
            _drafts.TryRemove(oldest, out _);
    }

    public Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken)
    {
        (Draft draft, ManifestEntry target) = Find(request.Uri);
        string path = request.Name ?? target.Path[(target.Path.LastIndexOf('/') + 1)..];
        return Task.FromResult<IReadOnlyList<ManifestEntry>>(
            [draft.Logged is LoggedVersion logged
                ? ArtifactReferences.Describe(target, logged.Entry.Id, path)
                : new ManifestEntry { Path = path, Digest = target.Digest, Size = 0, Ref = request.Uri }]);
    }

    public Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken) => throw new ArtifactException(
        ArtifactCodes.ReferenceUnavailable,
        $"“{entry.Path}” points to {entry.Ref}, which only the process that made it can follow. Log both artifacts again.");

    /// <summary>The reference as it is logged: to the version that the draft has become.</summary>
    /// <exception cref="ArtifactException">ART4009: that draft is not logged yet.</exception>
    public ManifestEntry Resolve(ManifestEntry entry)
    {
        if (entry.Ref?.StartsWith(Scheme + "://", StringComparison.Ordinal) != true)
            return entry;
        (Draft draft, ManifestEntry target) = Find(entry.Ref);
        return draft.Logged is LoggedVersion logged
            ? ArtifactReferences.Describe(target, logged.Entry.Id, entry.Path)
            : throw Invalid(entry.Ref, $"the artifact “{draft.Name}” is not logged yet; log it first");
    }

    private (Draft Draft, ManifestEntry Entry) Find(string uri)
    {
        const string Start = Scheme + "://";
        string rest = uri.StartsWith(Start, StringComparison.Ordinal) ? uri[Start.Length..] : "";
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !_drafts.TryGetValue(rest[..slash], out WeakReference<Draft>? weak) || !weak.TryGetTarget(out Draft? draft))
            throw Invalid(uri, "no artifact of this process has that client id");
        string path = Uri.UnescapeDataString(rest[(slash + 1)..]);
        return draft.Entries.TryGet(path, out ManifestEntry? entry)
            ? (draft, entry)
            : throw Invalid(uri, $"the artifact “{draft.Name}” has no entry “{path}”");
    }

    private static ArtifactException Invalid(string uri, string reason) => new(
        ArtifactCodes.InvalidReference, $"“{LogicalPath.Printable(uri)}” can't be referenced: {reason}.");
}
