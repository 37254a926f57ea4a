using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Processes;

/// <summary>SIGKILL in the middle of a large download: the next process goes on with what is there.</summary>
[TestClass]
[DoNotParallelize]
public class KilledDownloadTests
{
    private const int Chunks = 9;

    private static readonly byte[] Bytes = TestContent.Random(70, ((Chunks - 1) * Large.ChunkSize) + 4711);
    private static readonly string Sha = TestContent.Sha256(Bytes);

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(7)]
    public async Task The_next_process_fetches_only_what_is_missing(int killedAfter)
    {
        await using WatchedRegistry registry = await LoggedAsync();
        string partial = registry.Temporary[$"cache/partial/{Sha}"];
        using (StartedProgram first = StartOfChunks(registry, "out", killedAfter))
        {
            // Two are under way at a time, so when two more were begun, so many have landed.
            await ReadFetchesAsync(first, killedAfter + 2);
            Assert.IsTrue(await first.KillAsync());
        }

        Assert.IsTrue(File.Exists(partial));
        Assert.IsFalse(File.Exists(registry.Temporary["out/large.bin"]));
        Audit.Cache(registry.Temporary["cache"]);
        int[] missing = MissingChunks(partial);
        Assert.HasCount(Chunks - killedAfter, missing);

        using StartedProgram second = Start(registry, "out", milliseconds: 0);
        ProgramResult result = await second.EndAsync();

        Assert.AreEqual(0, result.ExitCode, result.Error);
        CollectionAssert.AreEqual(missing, FetchedChunks(result));
        Large.AssertBytes(Bytes, registry.Temporary["out/large.bin"]);
        Assert.IsEmpty(Directory.GetFiles(registry.Temporary["cache/partial"]));
        Audit.Cache(registry.Temporary["cache"]);
        Audit.NoScratch(registry.Temporary["cache"], registry.Temporary["out"]);
    }

    [TestMethod]
    public async Task Who_waits_for_a_process_that_is_killed_goes_on_with_what_it_had()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        using StartedProgram first = StartOfChunks(registry, "out1", count: 2);
        await ReadFetchesAsync(first, 4);
        await registry.LogAsync(("large.bin", Bytes), ("small.bin", [1]));
        using StartedProgram second = Start(registry, "out2", milliseconds: 0);
        // It begins with the large content, and fetches the small one first only because another process is at the large one.
        Assert.AreEqual("ready", await second.ReadLineAsync());
        Assert.AreEqual("fetch whole", await second.ReadLineAsync());
        Assert.IsTrue(await first.KillAsync());

        ProgramResult result = await second.EndAsync();

        Assert.AreEqual(0, result.ExitCode, result.Error);
        Assert.HasCount(Chunks - 2, FetchedChunks(result));
        Large.AssertBytes(Bytes, registry.Temporary["out2/large.bin"]);
        Assert.IsEmpty(Directory.GetFiles(registry.Temporary["cache/partial"]));
    }

    [TestMethod]
    public async Task Processes_that_want_the_same_fetch_it_once()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        StartedProgram[] programs = [.. Enumerable.Range(0, 4).Select(i => Start(registry, $"out{i}", milliseconds: 100))];
        var fetched = new List<int>();
        foreach (StartedProgram program in programs)
        {
            using (program)
            {
                ProgramResult result = await program.EndAsync();
                Assert.AreEqual(0, result.ExitCode, result.Error);
                fetched.AddRange(FetchedChunks(result));
            }
        }

        CollectionAssert.AreEqual(Enumerable.Range(0, Chunks).ToArray(), fetched.Order().ToArray());
        for (int i = 0; i < programs.Length; i++)
            Large.AssertBytes(Bytes, registry.Temporary[$"out{i}/large.bin"]);
    }

    /// <summary>On some network file systems locks do nothing. Then work may be done twice, but never wrongly.</summary>
    [TestMethod]
    public async Task Without_file_locks_everybody_gets_the_right_bytes_all_the_same()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("Windows has no file system without locks.");
        await using WatchedRegistry registry = await LoggedAsync();
        Task<ProgramResult>[] programs = [.. Enumerable.Range(0, 4).Select(i => StartedProgram.RunWithAsync(
            "env",
            "DOTNET_SYSTEM_IO_DISABLEFILELOCKING=1", "dotnet", BuildPaths.TestHost,
            "download-slowly", registry.Folder, registry.Temporary["cache"], "data", registry.Temporary[$"out{i}"], $"{20 + (10 * i)}"))];

        foreach (ProgramResult result in await Task.WhenAll(programs))
            Assert.AreEqual(0, result.ExitCode, result.Error);

        for (int i = 0; i < programs.Length; i++)
            Large.AssertBytes(Bytes, registry.Temporary[$"out{i}/large.bin"]);
        Audit.Cache(registry.Temporary["cache"]);
        Assert.IsEmpty(Directory.GetFiles(registry.Temporary["cache/partial"]));
    }

    private static StartedProgram Start(WatchedRegistry registry, string output, int milliseconds) => StartedProgram.Start(
        BuildPaths.TestHost, "download-slowly", registry.Folder, registry.Temporary["cache"], "data", registry.Temporary[output], $"{milliseconds}");

    private static StartedProgram StartOfChunks(WatchedRegistry registry, string output, int count) => StartedProgram.Start(
        BuildPaths.TestHost, "download-chunks", registry.Folder, registry.Temporary["cache"], "data", registry.Temporary[output], $"{count}");

    private static async Task ReadFetchesAsync(StartedProgram program, int count)
    {
        Assert.AreEqual("ready", await program.ReadLineAsync());
        for (int i = 0; i < count; i++)
            StringAssert.StartsWith(await program.ReadLineAsync(), "fetch ", StringComparison.Ordinal);
    }

    private static int[] FetchedChunks(ProgramResult result) => [.. result.Lines
        .Where(line => line.StartsWith("fetch ", StringComparison.Ordinal) && line != "fetch whole")
        .Select(line => int.Parse(line["fetch ".Length..], System.Globalization.CultureInfo.InvariantCulture))
        .Order()];

    private static int[] MissingChunks(string partial)
    {
        byte[] there = File.ReadAllBytes(partial);
        return [.. Enumerable.Range(0, Chunks).Where(i =>
        {
            int start = i * ContentDigests.ChunkSize;
            int end = Math.Min(Bytes.Length, start + ContentDigests.ChunkSize);
            return there.Length < end || !there.AsSpan(start..end).SequenceEqual(Bytes.AsSpan(start..end));
        })];
    }

    private static async Task<WatchedRegistry> LoggedAsync()
    {
        var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes));
        return registry;
    }
}
