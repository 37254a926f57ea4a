namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>W&amp;B's golden vectors about objects, one test each.</summary>
[TestClass]
public class VectorTests
{
    public static IEnumerable<TestDataRow<string>> Objects =>
        Vector.Rows("tables", "*.json").Concat(Vector.Rows("media", "html_*.json")).Where(Runs);

    [TestMethod]
    [DynamicData(nameof(Objects))]
    public void We_store_objects_as_the_vector_says(string name) => VectorReplay.Run(Ours(name));

    [TestMethod]
    public void The_list_of_differences_is_exact()
    {
        string[] objects = [.. Vector.Names(VectorFolder.Own, "tables"), .. Vector.Names(VectorFolder.Own, "media", "html_*.json")];
        string[] different = [.. objects.Where(name => Fails(() => VectorReplay.Run(Vector.Read(name, VectorFolder.Own))))];
        CollectionAssert.AreEquivalent(MediaDifferences.All.Keys.ToArray(), different);
    }

    private static Vector Ours(string name)
    {
        Vector vector = Vector.Read(name);
        if (MediaDifferences.All.TryGetValue(name, out (string, Action<Vector>? Rewrite) difference))
            difference.Rewrite!(vector);
        return vector;
    }

    private static bool Runs(TestDataRow<string> row) => !MediaDifferences.All.TryGetValue(row.Value, out (string, Action<Vector>? Rewrite) difference)
        || difference.Rewrite is not null;

    private static bool Fails(Action run)
    {
        try
        {
            run();
            return false;
        }
        catch (Exception e) when (e is UnitTestAssertException or Diagnostics.ArtifactException or NotSupportedException)
        {
            return true;
        }
    }
}
