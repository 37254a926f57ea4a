using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Core.Tests.References.Support;

/// <summary>What the handler of http references does with one URI.</summary>
internal static class WebReference
{
    /// <summary>Few and short pauses, so that a test need not wait.</summary>
    public static RemoteOptions Quick { get; } = new()
    {
        MaxAttempts = 4,
        FirstPause = TimeSpan.FromMilliseconds(5),
        MaxPause = TimeSpan.FromMilliseconds(50),
        IdleTimeout = TimeSpan.FromSeconds(20),
    };

    public static async Task<ManifestEntry> DescribeAsync(string uri, RemoteOptions? options = null, string? name = null, bool checksum = true)
    {
        using var handler = new HttpReferences(options ?? Quick);
        return (await handler.DescribeAsync(new NewReference(uri, name, checksum, 1), CancellationToken.None)).Single();
    }

    public static async Task<byte[]> LoadAsync(ManifestEntry entry, RemoteOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var handler = new HttpReferences(options ?? Quick);
        using var loaded = new MemoryStream();
        await handler.LoadAsync(entry, loaded, cancellationToken).WaitAsync(TimeSpan.FromSeconds(120), CancellationToken.None);
        return loaded.ToArray();
    }

    public static Task<byte[]> LoadAsync(string uri, RemoteOptions? options = null, string digest = "tag", long? size = null) =>
        LoadAsync(new ManifestEntry { Path = "a.bin", Digest = digest, Size = size, Ref = uri }, options);
}
