using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>
/// Races with a deletion. moto is not asked: it does not delete under a condition, so the store looks at the object just before, and a
/// writer may come in between. Ceph is asked beside the other tests of S3.
/// </summary>
public abstract class DeletionRaceConformance : StoreTest
{
    [TestMethod]
    public async Task Of_a_swap_a_touch_and_a_deletion_with_the_same_etag_one_happens()
    {
        for (int round = 0; round < Home.Rounds(25); round++)
        {
            string key = $"race/{round}";
            ObjectInfo info = await CreateAsync(key, "1");

            bool[] happened = await Task.WhenAll(
                Task.Run(async () => await PutAsync(key, "2", PutCondition.IfMatch(info.ETag)) is not null, Token),
                Task.Run(() => Store.TouchAsync(key, info.ETag, Token), Token),
                Task.Run(() => Store.DeleteAsync(key, info.ETag, Token), Token));

            Assert.AreEqual(1, happened.Count(one => one), $"round {round}: swap {happened[0]}, touch {happened[1]}, deletion {happened[2]}");
            ObjectInfo? after = await Store.HeadAsync(key, Token);
            Assert.AreEqual(happened[2], after is null);
            if (after is not null)
                Assert.AreEqual(happened[0] ? "2" : "1", await TextAsync(key));
        }
    }
}

[TestClass]
public sealed class FolderDeletionRaces : DeletionRaceConformance
{
    private protected override StoreHome Home => StoreHome.Folder;
}

[TestClass]
public sealed class AzuriteDeletionRaces : DeletionRaceConformance
{
    private protected override StoreHome Home => StoreHome.Azurite;
}

[TestClass]
public sealed class GcsDeletionRaces : DeletionRaceConformance
{
    private protected override StoreHome Home => StoreHome.Gcs;
}
