using System.Text;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registry.Tests.LocalOnly;

[TestClass]
public sealed class DirectoryStoreRaceTests
{
    private const int Writers = 8;

    [TestMethod]
    public async Task Of_several_who_make_an_object_at_once_one_succeeds_and_its_bytes_stay()
    {
        await using var world = new World();
        IObjectStore[] stores = [.. Enumerable.Range(0, Writers).Select(_ => ObjectStores.Open(world.Address))];
        for (int round = 0; round < 150; round++)
        {
            string key = $"objects/{round}";

            bool[] won = await RaceAsync(writer => PutAsync(stores[writer], key, writer, PutCondition.IfAbsent));

            Assert.AreEqual(1, won.Count(one => one), $"Round {round}");
            Assert.AreEqual($"{Array.IndexOf(won, true)}", await File.ReadAllTextAsync(Path.Combine(world.Address, key)));
        }

        foreach (IObjectStore store in stores)
            await store.DisposeAsync();
    }

    [TestMethod]
    public async Task Of_several_who_replace_an_object_at_once_one_succeeds_and_its_bytes_stay()
    {
        await using var world = new World();
        IObjectStore[] stores = [.. Enumerable.Range(0, Writers).Select(_ => ObjectStores.Open(world.Address))];
        await PutAsync(stores[0], "object", 0, PutCondition.IfAbsent);
        for (int round = 0; round < 150; round++)
        {
            string etag = (await stores[0].HeadAsync("object", CancellationToken.None))!.ETag;

            bool[] won = await RaceAsync(writer => PutAsync(stores[writer], "object", writer, PutCondition.IfMatch(etag)));

            Assert.AreEqual(1, won.Count(one => one), $"Round {round}");
            Assert.AreEqual($"{Array.IndexOf(won, true)}", await File.ReadAllTextAsync(Path.Combine(world.Address, "object")));
        }

        foreach (IObjectStore store in stores)
            await store.DisposeAsync();
    }

    private static async Task<bool[]> RaceAsync(Func<int, Task<bool>> put)
    {
        using var start = new Barrier(Writers);
        return await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return put(writer).GetAwaiter().GetResult();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static async Task<bool> PutAsync(IObjectStore store, string key, int writer, PutCondition condition)
    {
        var content = UploadSource.Of(Encoding.UTF8.GetBytes($"{writer}"));
        return await store.PutAsync(key, content, condition, CancellationToken.None) is not null;
    }
}
