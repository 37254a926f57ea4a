using ArtifactBuild.Artifacts;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Processes;

[TestClass]
[DoNotParallelize]
public class ManyWritersTests
{
    private const int Processes = 16;
    private const int VersionsEach = 10;

    [TestMethod]
    public async Task Sixteen_processes_log_to_one_collection_and_nothing_is_lost()
    {
        await using var registry = new LocalRegistry();
        StartedProgram[] programs = [.. Enumerable.Range(0, Processes).Select(process => StartedProgram.Start(
            BuildPaths.TestHost, "log-many", registry.Folder, registry.Cache, "data", $"{process}", $"{VersionsEach}"))];
        var versions = new Dictionary<string, string>();
        foreach (StartedProgram program in programs)
        {
            using (program)
            {
                ProgramResult result = await program.EndAsync();
                Assert.AreEqual(0, result.ExitCode, result.Error);
                Assert.HasCount(VersionsEach + 2, result.Lines);
                foreach (string[] line in result.Lines[1..^1].Select(line => line.Split(' ')))
                    versions.Add(line[0], line[1]);
            }
        }

        CollectionAssert.AreEquivalent(
            Enumerable.Range(0, Processes * VersionsEach).Select(number => $"v{number}").ToArray(), versions.Values);
        Assert.AreEqual(Processes * VersionsEach, Audit.Registry(registry.Folder));
        Audit.Cache(registry.Cache);
        Audit.NoScratch(registry.Folder, registry.Cache);
        await AssertEveryAliasResolvesAsync(registry, versions);
    }

    // The alias says what the version must hold, so a version that was mixed up with another one is found.
    private static async Task AssertEveryAliasResolvesAsync(LocalRegistry registry, Dictionary<string, string> versions)
    {
        foreach ((string alias, string version) in versions)
        {
            using Artifact artifact = await registry.Open.GetAsync($"data:{alias}");
            Assert.AreEqual(version, artifact.Version, alias);
            string folder = await artifact.DownloadAsync(registry.Temporary[$"out/{alias}"]);
            (await artifact.VerifyAsync(folder)).EnsureValid();
            Assert.AreEqual(alias, File.ReadAllText(Path.Combine(folder, "who.txt")));
        }

        using Artifact latest = await registry.Open.GetAsync("data:latest");
        Assert.AreEqual($"v{versions.Count - 1}", latest.Version);
    }

    [TestMethod]
    public async Task Threads_of_one_process_lose_nothing_either()
    {
        await using var registry = new LocalRegistry();
        await Parallel.ForAsync(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) =>
        {
            LogResult result = await registry.LogAsync("data", [$"a{i}"], ("n.txt", $"{i}"));
            Assert.IsTrue(result.IsNewVersion);
        });

        Assert.AreEqual(24, Audit.Registry(registry.Folder));
        for (int i = 0; i < 24; i++)
            Assert.AreEqual(1, (await registry.Open.GetAsync($"data:a{i}")).FileCount);
    }

    [TestMethod]
    public async Task Of_equal_drafts_at_once_one_becomes_a_version()
    {
        await using var registry = new LocalRegistry();
        int made = 0;
        await Parallel.ForAsync(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            LogResult result = await registry.LogAsync("data", [$"a{i}"], ("same.txt", "same"));
            Interlocked.Add(ref made, result.IsNewVersion ? 1 : 0);
        });

        Assert.AreEqual(1, made);
        Assert.AreEqual(1, Audit.Registry(registry.Folder));
        CollectionAssert.AreEquivalent(
            Enumerable.Range(0, 16).Select(i => $"a{i}").Append("latest").ToArray(), (await registry.Open.GetAsync("data")).Aliases.ToArray());
    }
}
