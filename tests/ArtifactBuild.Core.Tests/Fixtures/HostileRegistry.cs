using System.Text;
using System.Text.Json;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Fixtures;

/// <summary>A registry whose objects a test writes byte by byte, as somebody with write access to the store could.</summary>
internal sealed class HostileRegistry : IAsyncDisposable
{
    public LocalRegistry Local { get; } = new();

    /// <summary>The folder to restore to; one right file and one stranger lie there already.</summary>
    public string Output => Local.Temporary["out"];

    /// <summary>Publishes <c>data:v0</c> with a manifest of the given contents, which is a JSON object.</summary>
    public void Publish(string contents) => PublishManifest(
        """{"contents":""" + contents + ""","storagePolicy":"wandb-storage-policy-v1","storagePolicyConfig":{"storageLayout":"V2"},"version":1}""");

    public void PublishManifest(string manifest) => PublishManifest(Encoding.UTF8.GetBytes(manifest));

    public void PublishManifest(byte[] manifest)
    {
        string sha = TestContent.Sha256(manifest);
        Write(Local.ManifestPath(sha), manifest);
        Write(
            Local.HeadPath("data"),
            """{"format":1,"type":"dataset","createdAt":"2026-01-01T00:00:00Z","next":1,"aliases":{"latest":0},"versions":[{"number":0,"id":"x1","digest":"00000000000000000000000000000000","manifest":""" + $"\"{sha}\"" + ""","size":0,"count":0,"createdAt":"2026-01-01T00:00:00Z"}]}""");
        Write(Path.Combine(Local.Folder, "versions", "x1.json"), """{"format":1,"collection":"default/uncategorized/data","tags":[]}""");
        Write(Path.Combine(Local.Folder, "registry.json"), """{"format":1}""");
    }

    /// <summary>Stores bytes under the name of other ones, if the test says so.</summary>
    public void PublishBlob(string bytes, string? under = null) => Write(Local.BlobPath(under ?? TestContent.Sha256(bytes)), bytes);

    /// <summary>The JSON of an entry with right digests for a text; the size may be a lie.</summary>
    public static string Entry(string path, string text, long? size = null, string? sha256 = null) =>
        $$"""{{JsonSerializer.Serialize(path)}}:{"digest":"{{TestContent.Md5(text)}}","extra":{"sha256":"{{sha256 ?? TestContent.Sha256(text)}}"},"size":{{size ?? Encoding.UTF8.GetByteCount(text)}}}""";

    /// <summary>
    /// Restores <c>data</c> to a folder that is not empty: it fails with the code, and nothing on the disk is different but the
    /// cache, which holds nothing whose name is not its hash.
    /// </summary>
    /// <param name="code">The code.</param>
    /// <param name="notCached">Texts whose bytes must not be in the cache afterwards.</param>
    public async Task<string> AssertRefusedAsync(string code, params string[] notCached)
    {
        Local.Temporary.Write("out/stranger.txt", "not an entry");
        Local.Temporary.Write("outside/secret.txt", "keep");
        string before = Snapshot();
        string message;
        await using (ArtifactRegistry open = Local.OpenAnother())
        {
            message = (await Codes.AssertThrowsAsync(code, async () =>
                await (await open.GetAsync("data")).DownloadAsync(Output))).Message;
        }

        Assert.AreEqual(before, Snapshot());
        Audit.Cache(Local.Cache);
        Audit.NoScratch(Local.Temporary.Root);
        foreach (string text in notCached)
        {
            string sha = TestContent.Sha256(text);
            Assert.IsFalse(File.Exists(Path.Combine(Local.Cache, "objects", "sha256", sha[..2], sha[2..])), text);
        }

        return message;
    }

    public ValueTask DisposeAsync() => Local.DisposeAsync();

    private string Snapshot() => string.Join('\n', FolderSnapshot.Of(Local.Temporary.Root).Split('\n')
        .Where(line => !line.StartsWith("cache/", StringComparison.Ordinal)));

    private static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
