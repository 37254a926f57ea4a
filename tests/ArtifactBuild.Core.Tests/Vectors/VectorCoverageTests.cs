using System.Text.Json.Nodes;
using ArtifactBuild.Media.Tests.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Nothing of the vectors about artifacts is left out by accident, and no list says what is not true any more.</summary>
[TestClass]
public class VectorCoverageTests
{
    [TestMethod]
    public void Every_file_runs_or_stands_in_exactly_one_list()
    {
        string[] known =
        [
            .. VectorTests.Running(VectorFolder.Own).Select(vector => $"{vector.Group}/{vector.Id}"),
            .. VectorsOfStores.Reasons.Keys.Select(id => $"refs/{id}"),
            .. HelperFunctions.Files.Concat(VectorDifferences.Files.Keys).Concat(VectorDifferences.Elsewhere.Keys).Select(id => $"aux/{id}"),
        ];
        string[] files = [.. new[] { "files", "refs", "validation", "aux" }.SelectMany(group => Vector.Ids(VectorFolder.Own, group).Select(id => $"{group}/{id}"))];
        CollectionAssert.AreEquivalent(files, known);
    }

    [TestMethod]
    public void Every_function_of_a_helper_file_runs_or_stands_in_the_list()
    {
        string[] known = [.. HelperFunctions.All.Keys, .. VectorDifferences.Functions.Keys];
        CollectionAssert.AreEquivalent(HelperVectorTests.Cases(VectorFolder.Own).Select(row => row.Function).Distinct().ToArray(), known);
    }

    [TestMethod]
    public void Every_difference_of_a_case_belongs_to_one_that_says_something_else()
    {
        (string Function, string Key, JsonNode Item)[] cases = [.. HelperVectorTests.Cases(VectorFolder.Own)];
        foreach ((string key, (string reason, string? ours)) in VectorDifferences.Cases)
        {
            Assert.AreNotEqual("", reason);
            JsonNode[] items = [.. cases.Where(row => row.Key == key).Select(row => row.Item)];
            Assert.IsNotEmpty(items, key);
            foreach ((string result, JsonNode? value) in ours is null ? [] : JsonNode.Parse(ours)!.AsObject())
                Assert.IsFalse(items.Any(item => result == "error" ? item["error"] is not null : JsonNode.DeepEquals(item[result], value)), key);
        }
    }

    [TestMethod]
    public void Every_difference_belongs_to_a_vector_and_changes_it()
    {
        const string Root = "/root";
        Vector[] own = [.. VectorTests.Running(VectorFolder.Own).Select(row => VectorTests.In(Root, Vector.Read(VectorFolder.Own, row.Group, row.Id)))];
        foreach (Difference difference in VectorDifferences.All)
        {
            Vector[] meant = [.. own.Where(difference.Applies)];
            Assert.IsNotEmpty(meant, difference.Reason);
            foreach (Vector vector in meant)
            {
                JsonNode before = vector.Json.DeepClone();
                difference.Rewrite(vector, Root);
                Assert.IsFalse(JsonNode.DeepEquals(before, vector.Json), vector.Id);
            }
        }
    }
}
