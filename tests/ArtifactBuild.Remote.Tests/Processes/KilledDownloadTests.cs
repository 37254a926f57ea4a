using System.Globalization;
using System.Security.Cryptography;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Faults;
using ArtifactBuild.Model;
using ArtifactBuild.Remote.Tests.Fixtures;
using ArtifactBuild.Testing;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Remote.Tests.Processes;

[TestClass]
public sealed class KilledDownloadTests
{
    // Large enough that each request asks for two chunks.
    private const long Size = 512L * 1024 * 1024;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_download_that_was_killed_goes_on_with_the_missing_chunks()
    {
        TestServer server = await Servers.GetAsync(TestServerKind.Ceph);
        bool stalls = false;
        var clock = new TestClock();
        // Each answer gives one chunk and a part of the next, and then nothing until the clock moves.
        var pause = TimeSpan.FromMinutes(1);
        await using FaultProxy wire = await FaultProxy.StartAsync(
            server.Endpoint,
            FaultScript.On(
                request => stalls && request.Method == "GET" && request.Header("Range") is not null,
                Fault.Stall(FaultPoint.InBody(ContentDigests.ChunkSize * 5 / 4), pause),
                times: int.MaxValue),
            clock);
        string address = await server.NewBucketAsync(endpoint: wire.Endpoint);
        using var temporary = new TemporaryDirectory();
        string source = await LogAsync(address, temporary);

        long before = wire.BytesToClient;
        stalls = true;
        using (StartedProgram first = Download(address, temporary))
        {
            // A program that failed lands nothing, and is over when it is to be killed.
            while (first.IsRunning && ChunksThatLanded(temporary["cache/partial"], source) == 0)
                await Task.Delay(50, TestContext.CancellationToken);
            Assert.IsTrue(await first.KillAsync(), "the download was over before it was killed");
        }

        // What the proxy had under way when the process died still counts as sent.
        stalls = false;
        while (wire.OpenConnections > 0)
        {
            clock.Advance(pause);
            await Task.Delay(10, TestContext.CancellationToken);
        }

        long killed = wire.BytesToClient - before;
        int landed = ChunksThatLanded(temporary["cache/partial"], source);
        before = wire.BytesToClient;
        using StartedProgram second = Download(address, temporary);
        ProgramResult result = await second.EndAsync();
        long resumed = wire.BytesToClient - before;

        Assert.AreEqual(0, result.ExitCode, result.Error);
        TestContext.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"killed after {killed:N0} bytes on the wire with {landed} of {Size / ContentDigests.ChunkSize} chunks landed; then {resumed:N0} bytes for the rest"));
        Assert.IsGreaterThan(0, landed);
        long missing = Size - ((long)landed * ContentDigests.ChunkSize);
        Assert.IsLessThan(missing + (1024 * 1024), resumed, "chunks that had landed were fetched again");
        Assert.AreEqual(await HashAsync(source), await HashAsync(temporary["out/model.bin"]));
        Assert.IsFalse(Directory.EnumerateFileSystemEntries(temporary["cache/partial"]).Any());
    }

    private static StartedProgram Download(string address, TemporaryDirectory temporary) =>
        StartedProgram.Start(BuildPaths.TestHost, "download", address, temporary["cache"], "model", temporary["out"]);

    private static async Task<string> LogAsync(string address, TemporaryDirectory temporary)
    {
        string source = temporary["model.bin"];
        await using (FileStream file = File.Create(source))
        {
            byte[] buffer = new byte[ContentDigests.ChunkSize];
            for (long written = 0; written < Size; written += buffer.Length)
            {
                RandomNumberGenerator.Fill(buffer);
                await file.WriteAsync(buffer);
            }
        }

        await using var registry = ArtifactRegistry.Open(address, new ArtifactRegistryOptions { CacheDirectory = temporary["other-cache"] });
        using var draft = new Artifact("model", "model", temporary["other-cache"]);
        await draft.AddFileAsync(source, policy: StoragePolicy.Immutable);
        await registry.LogAsync(draft);
        return source;
    }

    // Counted with nothing of the product: a chunk has landed when it is what the source has there.
    private static int ChunksThatLanded(string folder, string source)
    {
        string? path = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).SingleOrDefault(path => !path.EndsWith(".lock", StringComparison.Ordinal)) : null;
        if (path is null)
            return 0;
        using FileStream partial = File.OpenRead(path);
        using FileStream right = File.OpenRead(source);
        byte[] a = new byte[ContentDigests.ChunkSize];
        byte[] b = new byte[ContentDigests.ChunkSize];
        int landed = 0;
        while (partial.ReadAtLeast(a, a.Length, throwOnEndOfStream: false) == a.Length && right.ReadAtLeast(b, b.Length, throwOnEndOfStream: false) == b.Length)
            landed += a.AsSpan().SequenceEqual(b) ? 1 : 0;
        return landed;
    }

    private static async Task<string> HashAsync(string path)
    {
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
