using System.Globalization;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

// Of several writers with the same condition exactly one wins: among threads, stores and processes.
public abstract partial class StoreConformance
{
    private const int Writers = 16;
    private const int Processes = 5;

    [TestMethod]
    public async Task Of_many_writers_one_creates_an_object()
    {
        await using IObjectStore other = await Home.OpenAsync(Address);
        for (int round = 0; round < Home.Rounds(25); round++)
        {
            string key = $"race/{round}";
            ObjectInfo?[] results = await RaceAsync(Writers, other, key, PutCondition.IfAbsent, writer => UploadSource.Of(Bytes($"writer {writer}")));
            int winner = SingleWinner(results);
            Assert.AreEqual($"writer {winner}", await TextAsync(key));
            AssertSame(results[winner]!, await HeadAsync(key));
        }
    }

    [TestMethod]
    public async Task Of_many_writers_one_swaps_an_object()
    {
        await using IObjectStore other = await Home.OpenAsync(Address);
        ObjectInfo info = await CreateAsync("k", "writer ?");
        for (int round = 0; round < Home.Rounds(25); round++)
        {
            int thisRound = round;
            ObjectInfo?[] results = await RaceAsync(
                Writers, other, "k", PutCondition.IfMatch(info.ETag), writer => UploadSource.Of(Bytes($"round {thisRound}, writer {writer}")));
            int winner = SingleWinner(results);
            info = results[winner]!;
            Assert.AreEqual($"round {round}, writer {winner}", await TextAsync("k"));
            AssertSame(info, await HeadAsync("k"));
        }
    }

    [TestMethod]
    public async Task No_writer_loses_a_count_that_another_one_added()
    {
        const int Counters = 6;
        int times = Home.Rounds(40);
        await CreateAsync("counter", Races.NumberText(0));
        await Task.WhenAll(Enumerable.Range(0, Counters).Select(_ => Task.Run(() => Races.CountAsync(Store, "counter", times), Token)));
        Assert.AreEqual(Counters * times, (await Races.ReadNumberAsync(Store, "counter")).Number);
    }

    [TestMethod]
    public async Task Readers_of_an_object_that_is_swapped_see_one_version_at_a_time()
    {
        const int Size = 256 * 1024;
        ObjectInfo info = (await Store.PutAsync("k", new GeneratedContent(0, Size), PutCondition.IfAbsent, Token))!;
        var etags = new System.Collections.Concurrent.ConcurrentDictionary<string, int> { [info.ETag] = 0 };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        Task[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(ReadAsync, Token))];

        for (int version = 1; version <= Home.Rounds(50); version++)
        {
            info = (await Store.PutAsync("k", new GeneratedContent(version, Size + version), PutCondition.IfMatch(info.ETag), Token))!;
            etags[info.ETag] = version;
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.IsNotEmpty(seen);
        foreach (string etag in seen)
            Assert.IsTrue(etags.ContainsKey(etag), "an ETag that no writer got");

        async Task ReadAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                await using StoredObject? read = await Store.GetAsync("k", null, Token);
                // The size says which version it is.
                var expected = new GeneratedContent((int)read!.Info.Size - Size, read.Info.Size);
                await expected.AssertSameAsync(read.Content);
                seen.Add(read.Info.ETag);
            }
        }
    }

    [TestMethod]
    public async Task Of_many_processes_one_creates_each_object()
    {
        int keys = Home.Rounds(200);
        string[] won = await ProcessesAsync(Processes, who => ["create", $"{who}", $"{keys}"]);
        int[] wins = [.. won.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        Assert.AreEqual(keys, wins.Sum());
        string[] owners = await Task.WhenAll((await KeysAsync("race/")).Select(key => TextAsync(key)));
        for (int who = 0; who < wins.Length; who++)
            Assert.AreEqual(wins[who], owners.Count(owner => owner == $"{who}"));
    }

    [TestMethod]
    public async Task No_process_loses_a_count_that_another_one_added()
    {
        int times = Home.Rounds(60);
        await CreateAsync("counter", Races.NumberText(0));
        await ProcessesAsync(Processes, _ => ["count", "counter", $"{times}"]);
        Assert.AreEqual(Processes * times, (await Races.ReadNumberAsync(Store, "counter")).Number);
    }

    private Task<string[]> ProcessesAsync(int processes, Func<int, string[]> arguments) => Task.WhenAll(
        Enumerable.Range(0, processes).Select(who =>
        {
            string[] command = arguments(who);
            return OtherProcess.RunAsync(Home.Variables, [command[0], Address, .. command[1..]]);
        }));
}
