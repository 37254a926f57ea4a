using System.Text;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Core.Tests.Storage;

/// <summary>Writers that race with the same condition: exactly one wins, among threads and among processes.</summary>
[TestClass]
[DoNotParallelize]
public class StoreRaceTests
{
    [TestMethod]
    public async Task Of_many_threads_one_creates_an_object()
    {
        using var temporary = new TemporaryDirectory();
        await using IObjectStore store = ObjectStores.Open(temporary.Root);
        for (int round = 0; round < 25; round++)
        {
            int[] won = new int[8];
            string key = $"race/{round}";
            await Parallel.ForAsync(0, won.Length, new ParallelOptions { MaxDegreeOfParallelism = won.Length }, async (i, token) =>
            {
                var content = ObjectContent.Of(Encoding.UTF8.GetBytes($"writer {i}"));
                won[i] = await store.PutAsync(key, content, PutCondition.IfAbsent, token) is null ? 0 : 1;
            });
            Assert.AreEqual(1, won.Sum());
            Assert.AreEqual($"writer {Array.IndexOf(won, 1)}", File.ReadAllText(temporary[key]));
        }
    }

    [TestMethod]
    public async Task Of_many_threads_one_swaps_an_object()
    {
        using var temporary = new TemporaryDirectory();
        await using IObjectStore store = ObjectStores.Open(temporary.Root);
        var first = ObjectContent.Of("writer ?"u8.ToArray());
        ObjectInfo info = (await store.PutAsync("k", first, PutCondition.IfAbsent, default))!;
        for (int round = 0; round < 25; round++)
        {
            var results = new ObjectInfo?[8];
            await Parallel.ForAsync(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = results.Length }, async (i, token) =>
            {
                var content = ObjectContent.Of(Encoding.UTF8.GetBytes($"writer {i}"));
                results[i] = await store.PutAsync("k", content, PutCondition.IfMatch(info.ETag), token);
            });
            Assert.AreEqual(1, results.Count(result => result is not null));
            info = results.Single(result => result is not null)!;
            Assert.AreEqual($"writer {Array.IndexOf(results, info)}", File.ReadAllText(temporary["k"]));
        }
    }

    [TestMethod]
    public async Task Of_many_processes_one_creates_each_object()
    {
        const int Keys = 200;
        using var temporary = new TemporaryDirectory();
        ProgramResult[] results = await RunAsync(6, who => ["create", temporary.Root, $"{who}", $"{Keys}"]);
        int[] won = [.. results.Select(result => int.Parse(result.Lines[1].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.AreEqual(Keys, won.Sum());
        for (int who = 0; who < won.Length; who++)
            Assert.AreEqual(won[who], Directory.GetFiles(temporary["race"]).Count(path => File.ReadAllText(path) == $"{who}"));
    }

    [TestMethod]
    public async Task No_process_loses_a_count_that_another_one_added()
    {
        const int Times = 60;
        using var temporary = new TemporaryDirectory();
        temporary.Write("counter", "00000000");
        await RunAsync(6, _ => ["count", temporary.Root, "counter", $"{Times}"]);
        Assert.AreEqual($"{6 * Times:d8}", File.ReadAllText(temporary["counter"]));
    }

    private static async Task<ProgramResult[]> RunAsync(int processes, Func<int, string[]> arguments)
    {
        ProgramResult[] results = await Task.WhenAll(
            Enumerable.Range(0, processes).Select(who => StartedProgram.RunAsync(BuildPaths.TestHost, arguments(who))));
        foreach (ProgramResult result in results)
            Assert.AreEqual(0, result.ExitCode, result.Error);
        return results;
    }
}
