using System.Text.Json.Nodes;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Nothing of the repository's vectors is left out by accident, and no list says what is not true any more.</summary>
[TestClass]
public class VectorCoverageTests
{
    public static IEnumerable<TestDataRow<string>> Own => VectorCatalog.Of(VectorFolder.Own)
        .Where(vector => vector.Runner == VectorRunner.Artifacts)
        .Select(vector => new TestDataRow<string>(vector.Name) { DisplayName = vector.Name });

    [TestMethod]
    public void Only_vectors_of_parts_of_W_and_B_do_not_run_here()
    {
        string[] reasons = [.. HelperFiles.NotOurs.Values];
        CollectionAssert.AreEquivalent(reasons, VectorReport.Listed(VectorFolder.Own, VectorRunner.Artifacts, VectorRunner.Helpers, VectorRunner.Stores).Keys.ToArray());
    }

    [TestMethod]
    public void Every_function_of_a_helper_file_runs_or_stands_in_the_list()
    {
        string[] known = [.. HelperFunctions.All.Keys, .. HelperDifferences.Functions.Keys];
        CollectionAssert.AreEquivalent(HelperVectorTests.Cases(VectorFolder.Own).Select(row => row.Function).Distinct().ToArray(), known);
    }

    [TestMethod]
    public void Every_difference_of_a_case_belongs_to_one_that_says_something_else()
    {
        (string Function, string Key, JsonNode Item)[] cases = [.. HelperVectorTests.Cases(VectorFolder.Own)];
        foreach ((string key, (string reason, string? ours)) in HelperDifferences.Cases)
        {
            Assert.AreNotEqual("", reason);
            JsonNode[] items = [.. cases.Where(row => row.Key == key).Select(row => row.Item)];
            Assert.IsNotEmpty(items, key);
            foreach ((string result, JsonNode? value) in ours is null ? [] : JsonNode.Parse(ours)!.AsObject())
                Assert.IsFalse(items.Any(item => result == "error" ? item["error"] is not null : JsonNode.DeepEquals(item[result], value)), key);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Own))]
    public async Task A_vector_with_a_difference_does_not_hold_as_it_is_told(string name)
    {
        Vector vector = Vector.Read(name, VectorFolder.Files(VectorFolder.Own)[name]);
        if (VectorDifferences.ReasonsOf(vector).Count > 0)
            await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(vector, asTold: true));
    }
}
