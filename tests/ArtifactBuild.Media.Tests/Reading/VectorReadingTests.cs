using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Media.Tests.Vectors;
using ArtifactBuild.Model;

namespace ArtifactBuild.Media.Tests.Reading;

/// <summary>The tables that W&amp;B itself wrote: read, and written again, they are the same bytes.</summary>
[TestClass]
public class VectorReadingTests
{
    // What can't be the same, with the reason.
    private static readonly Dictionary<string, string> Different = new()
    {
        ["tables/table_nan_inf"] = "Infinity is not JSON; it is refused.",
        ["tables/table_numpy"] = "W&B's nanoseconds are a fraction of a millisecond; ours is stored without it.",
    };

    public static IEnumerable<TestDataRow<string>> Tables => Vector.Rows("tables", "*.json").Where(row => HasTable(Vector.Read(row.Value)));

    [TestMethod]
    [DynamicData(nameof(Tables))]
    public async Task We_read_and_write_what_the_vector_has(string name)
    {
        await using var registry = new MediaRegistry();
        JsonObject files = Vector.Read(name).Expected["generated_files"]!.AsObject();
        Artifact logged = await registry.LogFilesAsync("vector", [.. files.Select(file => (file.Key, Vector.BytesOf(file.Value!)))]);
        if (name == "tables/table_nan_inf")
        {
            Assert.Contains("not JSON", (await ReadingRefusal.OfAsync(logged, "t")).Message);
            return;
        }

        foreach ((string path, JsonNode? file) in files.Where(file => file.Key.EndsWith(".table.json", StringComparison.Ordinal)))
        {
            Table table = (await logged.GetAsync<Table>(path))!;
            table.Origin = null;
            using Artifact again = registry.NewDraft();
            again.Add(table, path);
            string expected = file!["utf8"]!.GetValue<string>();
            if (name == "tables/table_numpy")
                expected = expected.Replace("1704067200123.4568", "1704067200123", StringComparison.Ordinal);
            Assert.AreEqual(WithOurArrays(expected, files, again), TextOf(again, path));
        }
    }

    [TestMethod]
    public void The_list_of_differences_names_vectors() =>
        CollectionAssert.IsSubsetOf(Different.Keys, Vector.Names(VectorFolder.Own, "tables").ToArray());

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

    private static bool HasTable(Vector vector) =>
        vector.Expected["generated_files"]?.AsObject().Any(file => file.Key.EndsWith(".table.json", StringComparison.Ordinal)) == true;
}
