using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Tests.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>The vectors of W&amp;B's helper functions, one test for each case.</summary>
[TestClass]
public class HelperVectorTests
{
    // Results of W&B that something of ours has to equal; other properties of a case are its input, or words about it.
    private static readonly string[] Results = ["out", "hex", "value", "posix", "windows_separator_rule", "digest", "sorted_paths", "linux_preferred", "windows_preferred"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<TestDataRow<(string Key, string Case)>> Rows =>
        from row in Cases(VectorFolder.Root)
        where HelperFunctions.All.ContainsKey(row.Function)
            && !(VectorDifferences.Cases.TryGetValue(row.Key, out (string, string? Ours) difference) && difference.Ours is null)
        select new TestDataRow<(string, string)>((row.Key, row.Item.ToJsonString())) { DisplayName = row.Key };

    /// <summary>Every case of the files that are ours; the function names the file as well, and the key the input.</summary>
    internal static IEnumerable<(string Function, string Key, JsonNode Item)> Cases(string root) =>
        from file in HelperFunctions.Files
        from item in Vector.Cases(root, file)
        let function = $"{file} {NameOf(item)}"
        select (function, $"{function} {Input(item)}", item);

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_give_what_the_case_says(string key, string json)
    {
        JsonObject item = JsonNode.Parse(json)!.AsObject();
        JsonObject expected = VectorDifferences.Cases.TryGetValue(key, out (string, string? Ours) difference)
            ? JsonNode.Parse(difference.Ours!)!.AsObject()
            : item;
        Func<JsonNode, Task<JsonObject?>> function = HelperFunctions.All[HelperFunctions.All.Keys.Single(name => key.StartsWith(name + " ", StringComparison.Ordinal))];

        JsonObject? actual;
        try
        {
            actual = await function(item);
        }
        catch (ArtifactException) when (expected.ContainsKey("error"))
        {
            return;
        }

        Assert.AreEqual(expected.ContainsKey("error"), actual is null, actual?.ToJsonString());
        foreach (string result in Results.Where(expected.ContainsKey))
            Assert.IsTrue(JsonNode.DeepEquals(expected[result], actual![result]), $"{result}: expected {expected[result]?.ToJsonString()}, actual {actual[result]?.ToJsonString()}");
    }

    // Some names of functions go on with what they give.
    private static string NameOf(JsonNode item) => (item["fn"]?.GetValue<string>() ?? "").Split(" ->")[0].Split(" (")[0];

    private static string Input(JsonNode item) => (item["in"] ?? item["in_PureWindowsPath"] ?? item["name"])?.ToJsonString(Readable) ?? "null";
}
