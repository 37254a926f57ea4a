using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.References.Support;

/// <summary>What the handler of http references does with one URI.</summary>
internal static class WebReference
{
    /// <summary>Few and short pauses, so that a test need not wait. Nothing is idle for so long on a busy machine.</summary>
    public static RemoteOptions Quick { get; } = new()
    {
        MaxAttempts = 4,
        FirstPause = TimeSpan.FromMilliseconds(5),
        MaxPause = TimeSpan.FromMilliseconds(50),
        IdleTimeout = TimeSpan.FromMinutes(2),
    };

    public static async Task<ManifestEntry> DescribeAsync(string uri, RemoteOptions? options = null, string? name = null, bool checksum = true)
    {
        using var handler = new HttpReferences(options ?? Quick);
        return (await handler.DescribeAsync(new NewReference(uri, name, checksum, 1), CancellationToken.None)).Single();
    }

    public static async Task<byte[]> LoadAsync(ManifestEntry entry, RemoteOptions? options = null, MemoryStream? into = null)
    {
        using var handler = new HttpReferences(options ?? Quick);
        MemoryStream loaded = into ?? new MemoryStream();
        await handler.LoadAsync(entry, loaded, CancellationToken.None).WaitAsync(TestClock.Patience, CancellationToken.None);
        return loaded.ToArray();
    }

    /// <param name="uri">What is loaded.</param>
    /// <param name="options">How.</param>
    /// <param name="digest">The digest that it has.</param>
    /// <param name="size">The size that it has, if that is known.</param>
    /// <param name="into">What it is loaded into, for who wants to see how far it is.</param>
    public static Task<byte[]> LoadAsync(
        string uri, RemoteOptions? options = null, string digest = "tag", long? size = null, MemoryStream? into = null) =>
        LoadAsync(new ManifestEntry { Path = "a.bin", Digest = digest, Size = size, Ref = uri }, options, into);
}
