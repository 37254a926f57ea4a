using System.Diagnostics;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Model;

namespace ArtifactBuild.Core.Tests.Processes;

/// <summary>SIGKILL at seeded random moments: what is visible afterwards is right, and the next run cleans up and succeeds.</summary>
[TestClass]
[DoNotParallelize]
public class KillTests
{
    private const int Kills = 25;
    private const int MaxRounds = 20 * Kills;

    [TestMethod]
    public async Task A_killed_log_leaves_no_half_version()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.MakeFolder("source");
        var random = new Random(20260801);
        int killed = 0;
        int versions = 0;
        double window = 0;
        int round = 0;
        for (; killed < Kills && round < MaxRounds; round++)
        {
            MakeFiles(source, round);
            // Odd rounds copy the files first, so that half of the kills hit that path as well.
            string[] arguments = ["log", registry.Folder, registry.Cache, "data", source, round % 2 == 0 ? "Immutable" : "Mutable"];
            // The first round is not killed: it tells how long a run takes.
            if (round == 0)
                window = await TimeAsync(arguments);
            else if (await KillAsync(window * random.NextDouble(), arguments))
                killed += Hit(ref window);
            else
                Miss(ref window);

            int now = Audit.Registry(registry.Folder);
            Assert.IsInRange(versions, versions + 1, now);
            versions = now;
            Audit.Cache(registry.Cache);
        }

        Assert.AreEqual(Kills, killed);
        MakeFiles(source, round);
        ProgramResult last = await StartedProgram.RunAsync(BuildPaths.TestHost, "log", registry.Folder, registry.Cache, "data", source, "Mutable");
        Assert.AreEqual(0, last.ExitCode, last.Error);
        Assert.AreEqual(versions + 1, Audit.Registry(registry.Folder));
        AssertNoScratch(registry.Folder, registry.Cache);
        await AssertRestoresAsync(registry, $"v{versions}", source);
    }

    [TestMethod]
    public async Task A_killed_restore_leaves_no_half_file()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.MakeFolder("source");
        MakeFiles(source, 0);
        using (Artifact draft = registry.NewDraft())
        {
            await draft.AddDirectoryAsync(source, policy: StoragePolicy.Immutable);
            await registry.Open.LogAsync(draft);
        }

        await registry.Open.DisposeAsync();
        string folder = registry.Temporary["out"];
        string[] arguments = ["download", registry.Folder, registry.Cache, "data", folder];
        double window = await TimeAsync(arguments);
        var random = new Random(20260802);
        int killed = 0;
        for (int round = 0; killed < Kills && round < MaxRounds; round++)
        {
            // From nothing each time, with the cache every other time.
            DeleteFolder(folder);
            if (round % 2 == 0)
                DeleteFolder(registry.Cache);
            if (await KillAsync(window * random.NextDouble(), arguments))
                killed += Hit(ref window);
            else
                Miss(ref window);
            AssertEveryFileIsWhole(folder, source);
            Audit.Cache(registry.Cache);
        }

        Assert.AreEqual(Kills, killed);
        ProgramResult last = await StartedProgram.RunAsync(BuildPaths.TestHost, arguments);
        Assert.AreEqual(0, last.ExitCode, last.Error);
        Assert.AreEqual(FolderSnapshot.Of(source), FolderSnapshot.Of(folder));
        AssertNoScratch(folder, registry.Cache);
    }

    [TestMethod]
    public async Task A_file_that_is_rewritten_while_it_is_logged_is_logged_as_it_was_at_some_moment()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary["live.bin"];
        byte[][] contents = [.. Enumerable.Range(0, 4).Select(i => TestContent.Random(i, 300_000 + 50_000 * i))];
        File.WriteAllBytes(source, contents[0]);
        using var stop = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
                File.WriteAllBytes(source, contents[i % contents.Length]);
        });

        for (int round = 0; round < 30; round++)
        {
            using Artifact draft = registry.NewDraft();
            ManifestEntry entry = await draft.AddFileAsync(source, "live.bin");
            await registry.Open.LogAsync(draft);
            string folder = await draft.DownloadAsync(registry.Temporary[$"out/{round}"]);
            (await draft.VerifyAsync(folder)).EnsureValid();
            byte[] bytes = File.ReadAllBytes(Path.Combine(folder, "live.bin"));
            Assert.AreEqual(entry.Digest, TestContent.Md5(bytes));
            Assert.AreEqual(entry.Size, bytes.Length);
        }

        await stop.CancelAsync();
        await writer;
        Audit.Registry(registry.Folder);
        Audit.Cache(registry.Cache);
    }

    // How long a run takes depends on what else the machine does, so the moments follow what is seen: a kill that came too
    // late brings the next ones forward, one that hit lets them come a little later.
    private static int Hit(ref double window)
    {
        window *= 1.05;
        return 1;
    }

    private static void Miss(ref double window) => window *= 0.8;

    private static void MakeFiles(string folder, int seed)
    {
        for (int i = 0; i < 12; i++)
        {
            string path = Path.Combine(folder, $"d{i % 3}", $"f{i}.bin");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, TestContent.Random(seed * 100 + i, i == 0 ? 3_000_000 : 20_000 * i));
        }
    }

    private static async Task<double> TimeAsync(string[] arguments)
    {
        using StartedProgram program = StartedProgram.Start(BuildPaths.TestHost, arguments);
        Assert.AreEqual("ready", await program.ReadLineAsync());
        var clock = Stopwatch.StartNew();
        ProgramResult result = await program.EndAsync();
        Assert.AreEqual(0, result.ExitCode, result.Error);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<bool> KillAsync(double milliseconds, string[] arguments)
    {
        using StartedProgram program = StartedProgram.Start(BuildPaths.TestHost, arguments);
        Assert.AreEqual("ready", await program.ReadLineAsync());
        // The moment is the point of the test, so it is waited for by the clock.
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalMilliseconds < milliseconds)
            Thread.Yield();
        return await program.KillAsync();
    }

    private static void AssertEveryFileIsWhole(string folder, string source)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(folder, path);
            if (relative.StartsWith(".artifactbuild-tmp", StringComparison.Ordinal))
                continue;
            CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(source, relative)), File.ReadAllBytes(path), relative);
        }
    }

    private static async Task AssertRestoresAsync(LocalRegistry registry, string version, string source)
    {
        using Artifact artifact = await registry.Open.GetAsync($"data:{version}");
        string folder = await artifact.DownloadAsync(registry.Temporary["restored"]);
        Assert.AreEqual(FolderSnapshot.Of(source), FolderSnapshot.Of(folder));
    }

    // A process that dies between making its folder and locking it leaves one that is empty; it is swept a minute later.
    private static void AssertNoScratch(params string[] folders)
    {
        string[] names = [".tmp", "tmp", ".artifactbuild-tmp"];
        IEnumerable<string> left = folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        Assert.AreEqual("", string.Join('\n', left));
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
