using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>W&amp;B's golden vectors about artifacts, one test each.</summary>
[TestClass]
public class VectorTests
{
    public static IEnumerable<TestDataRow<string>> Rows => VectorRows.Running(VectorRunner.Artifacts);

    public static IEnumerable<TestDataRow<string>> ListedRows => VectorRows.Listed(VectorRunner.Artifacts, VectorRunner.Helpers);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_do_what_the_vector_says(string name)
    {
        if (name != VectorRows.None)
            await VectorRun.RunAsync(VectorRows.Read(name));
    }

    // They are rows so that a report of the tests has each of them, with its reason in its name.
    [TestMethod]
    [DynamicData(nameof(ListedRows))]
    public void A_vector_that_does_not_run_has_a_reason(string name)
    {
        if (name != VectorRows.None)
            Assert.AreNotEqual("", VectorCatalog.Of(VectorFolder.Root).Single(vector => vector.Name == name).Listed ?? "");
    }

    [TestMethod]
    public void Every_vector_is_counted()
    {
        string report = VectorReport.Of(VectorFolder.Root);
        TestContext.WriteLine(report);
        TestContext.DisplayMessage(MessageLevel.Informational, report);
    }
}
