using System.Diagnostics;
using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Concurrency;

/// <summary>The processes take the whole machine, and other tests measure time.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ManyLoggersTests
{
    private const int Processes = 8;
    private const int Versions = 20;

    [TestMethod]
    public async Task Of_what_many_processes_log_to_one_collection_nothing_is_lost()
    {
        await using var world = new World();
        Process[] loggers = [.. Enumerable.Range(0, Processes).Select(i => OtherProcess.Start(
            "log-many", world.Address, world.PathOf($"cache-of-{i}"), $"{i}", Versions.ToString(CultureInfo.InvariantCulture)))];

        string[] outputs = await Task.WhenAll(loggers.Select(OtherProcess.FinishAsync));
        foreach (Process logger in loggers)
            logger.Dispose();

        string[] said = [.. outputs.SelectMany(output => output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries))];
        Assert.HasCount(Processes * Versions, said);
        List<Artifact> versions = await world.OpenElsewhere().VersionsAsync($"{ArtifactName.DefaultEntity}/{ArtifactName.DefaultProject}/data").ListAsync();
        CollectionAssert.AreEqual(
            Enumerable.Range(0, Processes * Versions).Reverse().Select(i => $"v{i}").ToArray(), versions.Select(version => version.Version).ToArray());
        CollectionAssert.AreEquivalent(
            said, versions.Select(version => $"{version.Aliases.Single(alias => alias != "latest")} {version.Version}").ToArray());
        Assert.AreEqual("v159", versions.Single(version => version.Aliases.Contains("latest")).Version);
        foreach (Artifact version in versions)
            Assert.AreEqual(version.Aliases.Single(alias => alias != "latest"), await ReadAsync(world, version));
    }

    private static async Task<string> ReadAsync(World world, Artifact version)
    {
        string root = await version.DownloadAsync(world.PathOf($"out/{version.Version}"));
        Assert.AreEqual("the same in all", await File.ReadAllTextAsync(Path.Combine(root, "shared.txt")));
        return await File.ReadAllTextAsync(Path.Combine(root, "who.txt"));
    }
}
