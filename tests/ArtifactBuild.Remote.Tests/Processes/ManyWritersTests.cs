using ArtifactBuild.Artifacts;
using ArtifactBuild.Remote.Tests.Fixtures;
using ArtifactBuild.Testing;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Remote.Tests.Processes;

[TestClass]
public sealed class ManyWritersTests
{
    private const int Processes = 8;
    private const int VersionsEach = 10;

    [TestMethod]
    [DataRow(TestServerKind.Ceph)]
    [DataRow(TestServerKind.Gcs)]
    [DataRow(TestServerKind.Azurite)]
    public async Task Eight_processes_log_ten_versions_each_and_nothing_is_lost(TestServerKind kind)
    {
        TestServer server = await Servers.GetAsync(kind);
        string address = await server.NewBucketAsync();
        using var temporary = new TemporaryDirectory();
        StartedProgram[] programs = [.. Enumerable.Range(0, Processes).Select(process => StartedProgram.Start(
            BuildPaths.TestHost, "log-many", address, temporary[$"cache-{process}"], "data", $"{process}", $"{VersionsEach}"))];
        var versions = new Dictionary<string, string>();
        foreach (StartedProgram program in programs)
        {
            using (program)
            {
                ProgramResult result = await program.EndAsync();
                Assert.AreEqual(0, result.ExitCode, result.Error);
                foreach (string[] line in result.Lines[1..^1].Select(line => line.Split(' ')))
                    versions.Add(line[0], line[1]);
            }
        }

        CollectionAssert.AreEquivalent(
            Enumerable.Range(0, Processes * VersionsEach).Select(number => $"v{number}").ToArray(), versions.Values);
        await using var registry = ArtifactRegistry.Open(address, new ArtifactRegistryOptions { CacheDirectory = temporary["cache"] });
        await Parallel.ForEachAsync(versions, async (pair, token) =>
        {
            // The alias says what the version must hold, so a version that was mixed up with another one is found.
            using Artifact artifact = await registry.GetAsync($"data:{pair.Key}", token);
            Assert.AreEqual(pair.Value, artifact.Version, pair.Key);
            string folder = await artifact.DownloadAsync(temporary[$"out/{pair.Key}"], cancellationToken: token);
            (await artifact.VerifyAsync(folder, token)).EnsureValid();
            Assert.AreEqual(pair.Key, await File.ReadAllTextAsync(Path.Combine(folder, "who.txt"), token));
        });
        using Artifact latest = await registry.GetAsync("data:latest");
        Assert.AreEqual($"v{versions.Count - 1}", latest.Version);
    }
}
