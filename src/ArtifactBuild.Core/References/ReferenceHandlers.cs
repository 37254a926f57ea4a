using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.References;

/// <summary>
/// Gives each URI its handler: those of this process and machine itself, others by the table of <see cref="ObjectStores"/>. A
/// handler is made when its first URI comes, and lives as long as the operations that share it, so that they share its connections.
/// </summary>
/// <param name="options">How remote references are read.</param>
/// <param name="drafts">What reads references to entries of drafts; nothing does when this is missing.</param>
internal sealed class ReferenceHandlers(RemoteOptions options, IReferenceHandler? drafts = null) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReferenceHandler> _remote = new(StringComparer.Ordinal);

    /// <summary>The handler of a URI; URIs of unknown schemes are only kept track of.</summary>
    /// <exception cref="ArtifactException">ART4009: the text has no scheme. ART2001: its handler's assembly is not there.</exception>
    public IReferenceHandler For(string uri) => KindOf(uri) switch
    {
        "file" => FileReferences.Instance,
        ArtifactReferences.Scheme => ArtifactReferenceHandler.Instance,
        "wandb-client-artifact" => drafts ?? TrackedReferences.Instance,
        string kind => Remote(kind) ?? TrackedReferences.Instance,
    };

    /// <summary>Has a kind of URI read by another handler, for example one that asks a server of a test.</summary>
    /// <param name="kind">The scheme, or <c>azure</c>.</param>
    /// <param name="handler">The handler. It is disposed with the others.</param>
    public void Use(string kind, IReferenceHandler handler)
    {
        lock (_lock)
            _remote[kind] = handler;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (IReferenceHandler handler in _remote.Values)
                (handler as IDisposable)?.Dispose();
            _remote.Clear();
        }
    }

    private static string KindOf(string uri) => ObjectStores.KindOf(uri) ?? throw new ArtifactException(
        ArtifactCodes.InvalidReference,
        $"“{LogicalPath.Printable(uri)}” is not a URI. References have a scheme; write file:///… for a local file.");

    private IReferenceHandler? Remote(string kind)
    {
        lock (_lock)
        {
            if (!_remote.TryGetValue(kind, out IReferenceHandler? handler))
            {
                handler = ObjectStores.ProviderOf<IReferenceProvider>(kind)?.CreateReferenceHandler(options);
                if (handler is not null)
                    _remote[kind] = handler;
            }

            return handler;
        }
    }
}
