using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>
/// Races of uploads in parts. moto is not asked: it looks at the condition, and then takes so long to put the parts together that
/// several writers win.
/// </summary>
public abstract class LargeRaceConformance : StoreTest
{
    [TestMethod]
    public async Task Of_several_writers_of_large_contents_one_wins_and_its_bytes_are_whole()
    {
        await using IObjectStore other = await Home.OpenAsync(Address);
        PutCondition condition = PutCondition.IfAbsent;
        for (int round = 0; round < 3; round++)
        {
            GeneratedContent[] contents = [.. Enumerable.Range(0, 3).Select(writer => new GeneratedContent((10 * round) + writer, (33L * MiB) + writer))];

            ObjectInfo?[] results = await RaceAsync(contents.Length, other, "k", condition, writer => contents[writer]);

            int winner = SingleWinner(results);
            AssertSame(results[winner]!, await HeadAsync("k"));
            await using StoredObject? read = await Store.GetAsync("k", null, Token);
            await contents[winner].AssertSameAsync(read!.Content);
            condition = PutCondition.IfMatch(results[winner]!.ETag);
        }

        Assert.IsEmpty(await Home.LeftoversAsync(Address));
    }
}

[TestClass]
public sealed class FolderLargeRaces : LargeRaceConformance
{
    private protected override StoreHome Home => StoreHome.Folder;
}

[TestClass]
public sealed class CephLargeRaces : LargeRaceConformance
{
    private protected override StoreHome Home => StoreHome.Ceph;
}

[TestClass]
public sealed class AzuriteLargeRaces : LargeRaceConformance
{
    private protected override StoreHome Home => StoreHome.Azurite;
}

[TestClass]
public sealed class GcsLargeRaces : LargeRaceConformance
{
    private protected override StoreHome Home => StoreHome.Gcs;
}
