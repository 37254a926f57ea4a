using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Processes;

/// <summary>SIGKILL after seeded random steps and a moment more: what is visible afterwards is right, and the next run cleans up and succeeds.</summary>
[TestClass]
[DoNotParallelize]
public class KillTests
{
    private const int Kills = 25;
    private const int MaxRounds = 20 * Kills;

    // A few times what it takes from one step to the next, and about as much as from the last one to the end.
    private const int MaxSpins = 1_000_000;

    [TestMethod]
    public async Task A_killed_log_leaves_no_half_version()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.MakeFolder("source");
        var random = new Random(20260801);
        int killed = 0;
        int versions = 0;
        int steps = 0;
        int round = 0;
        for (; killed < Kills && round < MaxRounds; round++)
        {
            MakeFiles(source, round);
            // Odd rounds copy the files first, so that half of the kills hit that path as well.
            string[] arguments = ["log", registry.Folder, registry.Cache, "data", source, round % 2 == 0 ? "Immutable" : "Mutable"];
            // The first round is not killed: it tells how many steps a run has.
            if (round == 0)
                steps = await CountStepsAsync(arguments);
            else if (await KillAsync(steps, random, arguments))
                killed++;

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
        string[] arguments = ["download-in-steps", registry.Folder, registry.Cache, "data", folder];
        // From nothing, and with a full cache.
        int[] steps = [await CountStepsAsync(arguments), 0];
        DeleteFolder(folder);
        steps[1] = await CountStepsAsync(arguments);
        var random = new Random(20260802);
        int killed = 0;
        for (int round = 0; killed < Kills && round < MaxRounds; round++)
        {
            // From nothing each time, with the cache every other time.
            DeleteFolder(folder);
            if (round % 2 == 0)
                DeleteFolder(registry.Cache);
            if (await KillAsync(steps[round % 2], random, arguments))
                killed++;
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

    private static void MakeFiles(string folder, int seed)
    {
        for (int i = 0; i < 12; i++)
        {
            string path = Path.Combine(folder, $"d{i % 3}", $"f{i}.bin");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, TestContent.Random(seed * 100 + i, i == 0 ? 3_000_000 : 20_000 * i));
        }
    }

    private static async Task<int> CountStepsAsync(string[] arguments)
    {
        ProgramResult result = await StartedProgram.RunAsync(BuildPaths.TestHost, arguments);
        Assert.AreEqual(0, result.ExitCode, result.Error);
        return result.Lines.Count(line => line == "step");
    }

    /// <summary>Kills a run after some of its steps; a third of the runs before the first.</summary>
    /// <returns>Whether it was killed: how far it gets until then is up to the machine, and it may come to its end.</returns>
    private static async Task<bool> KillAsync(int steps, Random random, string[] arguments)
    {
        int lines = 1 + (random.Next(3) == 0 ? 0 : random.Next(steps + 1));
        int spins = random.Next(MaxSpins);
        using StartedProgram program = StartedProgram.Start(BuildPaths.TestHost, arguments);
        while (lines > 0 && await program.ReadLineAsync() is not null)
            lines--;
        Thread.SpinWait(spins);
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
