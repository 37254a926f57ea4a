using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>W&amp;B's golden vectors, one test each.</summary>
[TestClass]
public class VectorTests
{
    public static IEnumerable<TestDataRow<(string Folder, string Id)>> Rows => Ids("files", _ => true)
        .Concat(Ids("refs", id => !VectorsWaiting.Reasons.ContainsKey(id)))
        .Concat(Ids("media", id => id.StartsWith("html_", StringComparison.Ordinal)));

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_do_what_the_vector_says(string folder, string id)
    {
        using var temporary = new TemporaryDirectory();
        string root = temporary.MakeFolder("root");
        Vector vector = In(root, Vector.Read(Vector.Root, folder, id));
        if (VectorDifferences.All.TryGetValue(id, out (string Reason, Action<Vector, string> Rewrite) difference))
            difference.Rewrite(vector, root);
        VectorFiles.Make(vector.Json["input"]!["files"]!.AsArray(), root);

        using var player = new VectorPlayer(temporary, root);
        Assert.HasCount(vector.Operations.Count, vector.Results);
        for (int i = 0; i < vector.Operations.Count; i++)
            await PlayAsync(player, vector.Operations[i]!, vector.Results[i]!, temporary["cache"]);

        VectorComparison.AssertEnd(vector.Expected, player.Artifact);
        VectorComparison.AssertReadsBack(player.Artifact);
    }

    [TestMethod]
    public void The_waiting_list_is_exactly_what_does_not_run()
    {
        string[] waiting = [.. Vector.Ids(BuildPaths.Vectors, "refs").Where(id => Vector.Read(BuildPaths.Vectors, "refs", id).NeedsOtherReferences)];
        CollectionAssert.AreEqual(VectorsWaiting.Reasons.Keys.ToArray(), waiting);
    }

    [TestMethod]
    public void Every_difference_belongs_to_a_vector_of_ours()
    {
        string[] own = [.. Vector.Ids(BuildPaths.Vectors, "files"), .. Vector.Ids(BuildPaths.Vectors, "refs")];
        CollectionAssert.IsSubsetOf(VectorDifferences.All.Keys.ToArray(), own);
        Assert.DoesNotContain("", VectorDifferences.All.Values.Select(difference => difference.Reason));
    }

    private static async Task PlayAsync(VectorPlayer player, JsonNode operation, JsonNode expected, string staging)
    {
        string what = operation.ToJsonString();
        IReadOnlyList<ManifestEntry> entries;
        try
        {
            entries = await player.RunAsync(operation);
        }
        catch (Exception e) when (e is not AssertFailedException && expected["error"] is not null)
        {
            VectorErrors.AssertMatches(operation["op"]!.GetValue<string>(), expected["error"]!, e);
            return;
        }

        Assert.IsNull(expected["error"], $"{what} should fail: {expected.ToJsonString()}");
        VectorComparison.AssertResult(expected, entries, staging);
    }

    // $ROOT stands in paths, in links and in the middle of URIs.
    private static Vector In(string root, Vector vector)
    {
        string text = vector.Json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return vector with { Json = JsonNode.Parse(text.Replace("$ROOT", root, StringComparison.Ordinal))!.AsObject() };
    }

    private static IEnumerable<TestDataRow<(string, string)>> Ids(string folder, Func<string, bool> runs) => Vector.Ids(Vector.Root, folder)
        .Where(runs)
        .Select(id => new TestDataRow<(string, string)>((folder, id)) { DisplayName = id });
}
