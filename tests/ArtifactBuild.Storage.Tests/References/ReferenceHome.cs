using ArtifactBuild.References;

namespace ArtifactBuild.Storage.Tests.References;

/// <summary>Where the references of one scheme lead while a test runs: an empty place on a server, and what writes into it.</summary>
internal abstract class ReferenceHome : IAsyncDisposable
{
    /// <summary>Options with which a test that fails does so soon.</summary>
    public static RemoteOptions Quick { get; } = new()
    {
        MaxAttempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(5),
        MaxPause = TimeSpan.FromMilliseconds(50),
        IdleTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Where the server answers.</summary>
    public abstract Uri Endpoint { get; }

    /// <summary>A variable that messages about refusals name; nothing where there are no credentials.</summary>
    public abstract string? Variable { get; }

    /// <summary>Whether a URI may stand for all that lies below it.</summary>
    public virtual bool HasFolders => true;

    /// <summary>Whether the server promises a checksum of the bytes.</summary>
    public virtual bool HasChecksums => true;

    /// <summary>What a URI with a wrong form looks like in a manifest.</summary>
    public abstract string MalformedUri { get; }

    /// <summary>What reads references, by way of an endpoint such as a proxy's.</summary>
    public abstract IReferenceHandler OpenAt(Uri endpoint);

    /// <summary>The URI by which a reference names an object.</summary>
    public abstract string UriOf(string name);

    public abstract Task WriteAsync(string name, byte[] bytes);

    public abstract Task DeleteAsync(string name);

    public abstract ValueTask DisposeAsync();
}
