using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Model;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Media.Tests.Reading;

/// <summary>The tables that W&amp;B itself wrote: read, and written again, they are the same bytes.</summary>
[TestClass]
public partial class VectorReadingTests
{
    public static IEnumerable<TestDataRow<string>> Tables => VectorRows.Running(VectorRunner.Objects, HasTable);

    [TestMethod]
    [DynamicData(nameof(Tables))]
    public async Task We_read_and_write_what_the_vector_has(string name)
    {
        if (name == VectorRows.None)
            return;
        await using var registry = new MediaRegistry();
        Vector vector = VectorRows.Read(name);
        JsonObject files = vector.Expected!["generated_files"]!.AsObject();
        Artifact logged = await registry.LogFilesAsync("vector", [.. files.Select(file => (file.Key, VectorFiles.BytesOf(file.Value!)))]);
        foreach ((string path, JsonNode? file) in files.Where(IsTable))
        {
            string expected = file!["utf8"]!.GetValue<string>();
            // W&B writes Infinity as such, which is no JSON.
            if (Infinity().IsMatch(expected))
            {
                Assert.Contains("not JSON", (await ReadingRefusal.OfAsync(logged, path)).Message);
                continue;
            }

            Table table = (await logged.GetAsync<Table>(path))!;
            table.Origin = null;
            using Artifact again = registry.NewDraft();
            again.Add(table, path);
            // W&B's nanoseconds are a fraction of a millisecond; ours is stored without it.
            if (VectorNeeds.Cells(vector.Json["input"], "datetime64").Any())
                expected = Nanoseconds().Replace(expected, "$1");
            Assert.AreEqual(WithOurArrays(expected, files, again), TextOf(again, path));
        }
    }

    // The file of the arrays is named by its digest, which is the encoder's.
    private static string WithOurArrays(string text, JsonObject files, Artifact again)
    {
        string? theirs = files.Select(file => file.Key).SingleOrDefault(path => path.EndsWith(".npz", StringComparison.Ordinal));
        return theirs is null
            ? text
            : text.Replace(theirs, again.Manifest.Entries.Single(entry => entry.Path.EndsWith(".npz", StringComparison.Ordinal)).Path, StringComparison.Ordinal);
    }

    private static string TextOf(Artifact draft, string path)
    {
        Assert.IsTrue(draft.Manifest.TryGet(path, out ManifestEntry? entry));
        return Encoding.UTF8.GetString(File.ReadAllBytes(entry.LocalPath!));
    }

    private static bool HasTable(Vector vector) => vector.Expected?["generated_files"] is JsonObject files && files.Any(IsTable);

    private static bool IsTable(KeyValuePair<string, JsonNode?> file) => file.Key.EndsWith(".table.json", StringComparison.Ordinal);

    [GeneratedRegex(@"[\[ ]-?Infinity\b")]
    private static partial Regex Infinity();

    [GeneratedRegex(@"(?<![\w.])(-?\d{9,})\.\d+")]
    private static partial Regex Nanoseconds();
}
