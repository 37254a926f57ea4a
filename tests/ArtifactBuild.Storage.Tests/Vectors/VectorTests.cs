using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Storage.Tests.Vectors;

/// <summary>W&amp;B's golden vectors about references to objects of stores, one test each, against servers that have exactly the objects of a vector.</summary>
[TestClass]
public class VectorTests
{
    public static IEnumerable<TestDataRow<string>> Rows => VectorRows.Running(VectorRunner.Stores);

    public static IEnumerable<TestDataRow<string>> ListedRows => VectorRows.Listed(VectorRunner.Stores);

    public static IEnumerable<TestDataRow<string>> Own => VectorRows.Own(VectorRunner.Stores);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_log_what_the_vector_says(string name)
    {
        if (name != VectorRows.None)
            await VectorRun.RunAsync(VectorRows.Read(name), VectorStores.StartAsync);
    }

    // They are rows so that a report of the tests has each of them, with its reason in its name. A vector that would run must not
    // be listed.
    [TestMethod]
    [DynamicData(nameof(ListedRows))]
    public async Task A_vector_of_kinds_that_are_not_built_does_not_run(string name)
    {
        if (name != VectorRows.None)
            await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(VectorRows.Read(name), VectorStores.StartAsync));
    }

    [TestMethod]
    public void Every_vector_is_counted()
    {
        string report = VectorReport.Of(VectorFolder.Root);
        TestContext.WriteLine(report);
        TestContext.DisplayMessage(MessageLevel.Informational, report);
    }

    [TestMethod]
    [DynamicData(nameof(Own))]
    public async Task A_vector_has_a_difference_exactly_when_it_does_not_hold_as_it_is_told(string name)
    {
        Vector vector = Vector.Read(name, VectorFolder.Files(VectorFolder.Own)[name]);
        if (VectorDifferences.ReasonsOf(vector).Count == 0)
            await VectorRun.RunAsync(vector, VectorStores.StartAsync, asTold: true);
        else
            await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(vector, VectorStores.StartAsync, asTold: true));
    }
}
