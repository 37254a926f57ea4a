using System.Text.Json.Nodes;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Media.Tests.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>W&amp;B's golden vectors about artifacts, one test each.</summary>
[TestClass]
public class VectorTests
{
    public static IEnumerable<TestDataRow<(string Group, string Id)>> Rows => Running(VectorFolder.Root)
        .Select(row => new TestDataRow<(string, string)>(row) { DisplayName = row.Id });

    /// <summary>The vectors that run: all but those that need a remote store.</summary>
    internal static IEnumerable<(string Group, string Id)> Running(string root) =>
        from @group in new[] { "files", "refs", "validation" }
        from id in Vector.Ids(root, @group)
        where @group != "refs" || !VectorsOfStores.Reasons.ContainsKey(id)
        select (@group, id);

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_do_what_the_vector_says(string group, string id)
    {
        using var temporary = new TemporaryDirectory();
        string root = temporary.MakeFolder("root");
        (VectorWebServer? server, Vector vector) = VectorWebServer.Start(In(root, Vector.Read(VectorFolder.Root, group, id)));
        using VectorWebServer? closing = server;
        vector = VectorDifferences.Apply(vector, root);
        VectorFiles.Make(vector.Json["input"]!["files"]!.AsArray(), root);

        using var player = new VectorPlayer(temporary);
        Assert.HasCount(vector.Operations.Count, vector.Results);
        for (int i = 0; i < vector.Operations.Count; i++)
            await PlayAsync(player, vector.Operations[i]!, vector.Results[i]!, temporary["cache"]);

        Assert.AreEqual(vector.Expected is null, player.Current is null);
        if (vector.Expected is null)
            return;
        VectorComparison.AssertEnd(vector.Expected, player.Current!, player.All);
        VectorComparison.AssertReadsBack(player.Current!);
    }

    // $ROOT stands in paths, in links and in the middle of URIs.
    internal static Vector In(string root, Vector vector) => vector.Replace("$ROOT", root);

    private static async Task PlayAsync(VectorPlayer player, JsonNode operation, JsonNode expected, string staging)
    {
        string name = operation["op"]!.GetValue<string>();
        if (player.Current is null && name != "new_artifact")
        {
            // In Python there is a null to ask then, in .NET nothing.
            Assert.AreEqual("AttributeError", expected["error"]?["type"]?.GetValue<string>());
            return;
        }

        Played played;
        try
        {
            played = await player.RunAsync(operation);
        }
        catch (Exception e) when (e is not AssertFailedException && expected["error"] is not null)
        {
            VectorErrors.AssertMatches(name, expected["error"]!, e);
            return;
        }

        Assert.IsNull(expected["error"], $"{operation.ToJsonString()} should fail: {expected.ToJsonString()}");
        VectorComparison.AssertResult(expected, played, staging);
    }
}
