using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Registries;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>The vectors of W&amp;B's helper functions, as far as we have the function.</summary>
[TestClass]
public class HelperVectorTests
{
    public static IEnumerable<TestDataRow<(string Input, string Posix, string Windows)>> LogicalPaths => Cases("logical_path")
        .Where(item => item["in"] is not null)
        .Select(item => Row((Text(item, "in"), Text(item, "posix"), Text(item, "windows_separator_rule")), Text(item, "in")));

    public static IEnumerable<TestDataRow<(string Alias, bool IsVersion)>> Versions => CasesOf("names", "alias_is_version_index")
        .Select(item => Row((Text(item, "in"), item["out"]!.GetValue<bool>()), Text(item, "in")));

    public static IEnumerable<TestDataRow<(string Path, string[]? Parts)>> Names => CasesOf("names", "parse_entity_project_item -> (item, project, entity)")
        .Select(item => Row((Text(item, "in"), item["value"]?.AsArray().Select(part => part!.GetValue<string>()).ToArray()), Text(item, "in")));

    public static IEnumerable<TestDataRow<(string[]? Aliases, string[] Resolved)>> Aliases => CasesOf("names", "resolve_aliases (set, order undefined)")
        .Where(item => item["in"] is null or JsonArray)
        .Select(item => Row((item["in"]?.AsArray().GetValues<string>().ToArray(), item["value"]!.AsArray().GetValues<string>().ToArray()), item.ToJsonString()));

    public static IEnumerable<TestDataRow<(long Size, string Md5)>> Files => CasesOf("hashes", "md5_file_b64")
        .Select(item => Row((item["in"]!["size"]!.GetValue<long>(), Text(item, "out")), item["in"]!["size"]!.ToJsonString()));

    public static IEnumerable<TestDataRow<string>> Formulas => Cases("manifest_digest_formula")
        .Select(item => Row(item.ToJsonString(), Text(item, "name")));

    [TestMethod]
    [DynamicData(nameof(LogicalPaths))]
    public void A_path_gets_the_normal_form_of_the_vector(string input, string posix, string windows)
    {
        Assert.AreEqual(posix, LogicalPath.Normalize(input, windows: false));
        Assert.AreEqual(windows, LogicalPath.Normalize(input, windows: true));
    }

    [TestMethod]
    [DynamicData(nameof(Versions))]
    public void A_version_is_told_from_an_alias(string alias, bool isVersion)
    {
        // Ours are ASCII digits only; Python's isnumeric takes Arabic digits and superscripts as well.
        bool expected = isVersion && alias.All(char.IsAscii);
        Assert.AreEqual(expected, ArtifactName.IsVersion(alias, out _));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void A_name_is_taken_apart_as_in_the_vector(string path, string[]? parts)
    {
        bool parsed = ArtifactName.TryParse(path, "E", "P", out ArtifactName? name, out _);
        // Ours refuses an empty name, and splits the version off.
        Assert.AreEqual(parts is not null && path.Length > 0, parsed);
        if (name is null)
            return;
        string item = name.Suffix is null ? name.Collection : $"{name.Collection}:{name.Suffix}";
        CollectionAssert.AreEqual(
            new[] { parts![0], parts[1] is "" ? "P" : parts[1], parts[2] is "" ? "E" : parts[2] },
            new[] { item, name.Project, name.Entity });
    }

    [TestMethod]
    [DynamicData(nameof(Aliases))]
    public void Every_log_takes_the_aliases_of_the_vector(string[]? aliases, string[] resolved) =>
        CollectionAssert.AreEquivalent(resolved, VersionLabels.Aliases(aliases).ToArray());

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task A_file_has_the_digest_of_the_vector(long size, string md5)
    {
        using var temporary = new TemporaryDirectory();
        string path = temporary.Write("file", Content.Mod251(size));
        Assert.AreEqual(md5, (await ContentHasher.HashFileAsync(path, CancellationToken.None)).Md5);
    }

    [TestMethod]
    [DynamicData(nameof(Formulas))]
    public void A_manifest_has_the_digest_of_the_vector(string json)
    {
        JsonNode item = JsonNode.Parse(json)!;
        var manifest = new Manifest();
        manifest.Add([.. item["entries"]!.AsArray().Select(entry => new ManifestEntry { Path = Text(entry!, "path"), Digest = Text(entry!, "digest") })]);
        Assert.AreEqual(Text(item, "digest"), manifest.Digest);
        Assert.AreEqual(Text(item, "digest"), ManifestDigest.Of(manifest.Entries.Select(entry => (entry.Path, entry.Digest))));
        if (item["sorted_paths"] is JsonArray sorted)
            CollectionAssert.AreEqual(sorted.GetValues<string>().ToArray(), manifest.Entries.Select(entry => entry.Path).ToArray());
    }

    private static IEnumerable<JsonNode> Cases(string file) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(Vector.Root, "aux", file + ".json")))!["cases"]!.AsArray().Select(item => item!);

    private static IEnumerable<JsonNode> CasesOf(string file, string function) => Cases(file).Where(item => Text(item, "fn") == function);

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();

    private static TestDataRow<T> Row<T>(T values, string name) => new(values) { DisplayName = $"“{name}”" };
}
