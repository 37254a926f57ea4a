using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>W&amp;B's golden vectors about objects, one test each.</summary>
[TestClass]
public class VectorTests
{
    public static IEnumerable<TestDataRow<string>> Rows => VectorRows.Running(VectorRunner.Objects);

    public static IEnumerable<TestDataRow<string>> ListedRows => VectorRows.Listed(VectorRunner.Objects, VectorRunner.Types);

    public static IEnumerable<TestDataRow<string>> Own => VectorRows.Own(VectorRunner.Objects);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_store_objects_as_the_vector_says(string name)
    {
        if (name != VectorRows.None)
            await VectorRun.RunAsync(VectorRows.Read(name));
    }

    // They are rows so that a report of the tests has each of them, with its reason in its name. A vector that would run must not
    // be listed.
    [TestMethod]
    [DynamicData(nameof(ListedRows))]
    public async Task A_vector_of_kinds_that_are_not_built_does_not_run(string name)
    {
        if (name != VectorRows.None)
            await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(VectorRows.Read(name)));
    }

    [TestMethod]
    public void Every_vector_is_counted()
    {
        string report = VectorReport.Of(VectorFolder.Root);
        TestContext.WriteLine(report);
        TestContext.DisplayMessage(MessageLevel.Informational, report);
    }

    [TestMethod]
    public void The_kinds_that_the_repositorys_vectors_wait_for_are_these()
    {
        var expected = new Dictionary<string, int>
        {
            ["media kind Classes is not built yet"] = 1,
            ["media kind Image is not built yet"] = 1,
        };
        CollectionAssert.AreEquivalent(expected, VectorReport.Listed(VectorFolder.Own, VectorRunner.Objects, VectorRunner.Types, VectorRunner.Stores));
    }

    [TestMethod]
    public void Every_kind_that_the_library_has_is_made_for_vectors()
    {
        string[] kinds = [.. typeof(MediaObject).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(MediaObject)) && !type.IsAbstract)
            .Select(type => type.Name)];
        CollectionAssert.AreEquivalent(kinds, VectorObjects.Built.ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Own))]
    public async Task A_vector_has_a_difference_exactly_when_it_does_not_hold_as_it_is_told(string name)
    {
        Vector vector = Vector.Read(name, VectorFolder.Files(VectorFolder.Own)[name]);
        if (VectorDifferences.ReasonsOf(vector).Count == 0)
            await VectorRun.RunAsync(vector, asTold: true);
        else
            await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(vector, asTold: true));
    }
}
