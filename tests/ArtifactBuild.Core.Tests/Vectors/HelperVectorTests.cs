using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>The vectors of W&amp;B's helper functions, one test for each case.</summary>
[TestClass]
public class HelperVectorTests
{
    // Results of W&B that something of ours has to equal; other properties of a case are its input, or words about it.
    private static readonly string[] Results = ["out", "hex", "value", "posix", "windows_separator_rule", "digest", "sorted_paths", "linux_preferred", "windows_preferred"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<TestDataRow<string>> Rows => VectorRows.OrNone(
        from row in Cases(VectorFolder.Root)
        select new TestDataRow<string>(new JsonArray(row.Function, row.Key, row.Item.DeepClone()).ToJsonString())
        {
            DisplayName = ReasonOf(row.Function, row.Key) is string reason ? $"{row.Key} (differs on purpose: {reason})" : row.Key,
        });

    /// <summary>Every case of the files that are ours; the function names the file as well, and the key the input.</summary>
    internal static IEnumerable<(string Function, string Key, JsonNode Item)> Cases(string root) =>
        from vector in VectorCatalog.Of(root)
        where vector.Runner == VectorRunner.Helpers && vector.Listed is null
        let id = vector.Name[(vector.Name.LastIndexOf('/') + 1)..]
        from item in vector.Read().Json["cases"]!.AsArray()
        let function = $"{id} {NameOf(item)}"
        select (function, $"{function} {Input(item)}", item);

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_give_what_the_case_says(string row)
    {
        if (row == VectorRows.None)
            return;
        JsonArray parts = JsonNode.Parse(row)!.AsArray();
        await AssertAsync(parts[0]!.GetValue<string>(), parts[1]!.GetValue<string>(), parts[2]!.AsObject());
    }

    /// <summary>Our function gives what a case says, or what is true of us instead.</summary>
    /// <exception cref="AssertFailedException">It gives something else, or there is no such function; the message names the case.</exception>
    internal static async Task AssertAsync(string function, string key, JsonObject item)
    {
        if (HelperDifferences.Functions.ContainsKey(function))
            return;
        bool isDifferent = HelperDifferences.Cases.TryGetValue(key, out (string Reason, string? Ours) difference);
        if (isDifferent && difference.Ours is null)
            return;
        JsonObject expected = isDifferent ? JsonNode.Parse(difference.Ours!)!.AsObject() : item;
        if (!HelperFunctions.All.TryGetValue(function, out Func<JsonNode, Task<JsonObject?>>? call))
            throw new AssertFailedException($"The case {key} asks for a function “{function}” that is not known.");
        Assert.IsTrue(expected.ContainsKey("error") || Results.Any(expected.ContainsKey), $"The case {key} says no result that is known.");

        JsonObject? actual;
        try
        {
            actual = await call(item);
        }
        catch (ArtifactException) when (expected.ContainsKey("error"))
        {
            return;
        }

        Assert.AreEqual(expected.ContainsKey("error"), actual is null, $"{key}: {actual?.ToJsonString()}");
        foreach (string result in Results.Where(expected.ContainsKey))
            Assert.IsTrue(JsonNode.DeepEquals(expected[result], actual![result]), $"{key}: {result}: expected {expected[result]?.ToJsonString()}, actual {actual[result]?.ToJsonString()}");
    }

    private static string? ReasonOf(string function, string key) =>
        HelperDifferences.Functions.TryGetValue(function, out string? reason) ? reason
        : HelperDifferences.Cases.TryGetValue(key, out (string Reason, string? Ours) difference) ? difference.Reason
        : null;

    // Some names of functions go on with what they give.
    private static string NameOf(JsonNode? item) => (item?["fn"]?.GetValue<string>() ?? "").Split(" ->")[0].Split(" (")[0];

    private static string Input(JsonNode? item) => (item?["in"] ?? item?["in_PureWindowsPath"] ?? item?["name"])?.ToJsonString(Readable) ?? "null";
}
