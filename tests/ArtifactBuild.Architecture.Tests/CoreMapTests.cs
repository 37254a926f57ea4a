namespace ArtifactBuild.Architecture.Tests;

/// <summary>The storeys of Core: see docs/architecture.md.</summary>
[TestClass]
public sealed class CoreMapTests
{
    private const int LargestCircle = 8;

    // From below to above. A folder knows only those before it.
    private static readonly string[] Storeys =
    [
        "Diagnostics", "Shared", "Lockfiles", "Runs", "Model", "Values", "Content", "Storage", "Storage/Remote", "Cache", "References", "Transfer",
        "Registries", "Registries/Records", "Registries/Bytes", "Registries/Versions", "Registries/Upkeep", "Artifacts",
    ];

    private static readonly Lazy<CodeMap> Core = new(() => CodeMap.Of("ArtifactBuild.Core"));

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Every_folder_has_its_storey()
    {
        IEnumerable<string> folders = Core.Value.Files.Select(CodeMap.FolderOf).Distinct(StringComparer.Ordinal);

        Assert.AreEqual("", string.Join(", ", folders.Except(Storeys, StringComparer.Ordinal)));
        Assert.AreEqual("", string.Join(", ", Storeys.Except(folders, StringComparer.Ordinal)));
    }

    [TestMethod]
    public void A_folder_knows_only_those_below_it()
    {
        IEnumerable<Arrow> up = Core.Value.Arrows.Where(arrow => StoreyOf(arrow.From) < StoreyOf(arrow.To));

        Assert.AreEqual("", string.Join('\n', up));
    }

    [TestMethod]
    public void No_two_folders_know_each_other()
    {
        HashSet<(string, string)> known = [.. Core.Value.Arrows.Select(arrow => (CodeMap.FolderOf(arrow.From), CodeMap.FolderOf(arrow.To)))];

        Assert.AreEqual("", string.Join(", ", known.Where(pair => pair.Item1 != pair.Item2 && known.Contains((pair.Item2, pair.Item1)))));
    }

    [TestMethod]
    public void Few_files_know_each_other_in_a_circle()
    {
        IReadOnlyList<IReadOnlyList<string>> circles = Circles.Of(Core.Value);

        TestContext.WriteLine($"{Core.Value.Files.Count} files, {Core.Value.Arrows.Sum(arrow => arrow.Uses)} uses, {Core.Value.Arrows.Count} arrows");
        foreach (IReadOnlyList<string> circle in circles)
            TestContext.WriteLine($"{circle.Count}: {string.Join(' ', circle)}");
        Assert.IsLessThanOrEqualTo(LargestCircle, circles[0].Count, string.Join(' ', circles[0]));
    }

    [TestMethod]
    public void The_map_sees_what_files_use()
    {
        // A map that bound nothing would find no circle either.
        Assert.IsGreaterThan(3_000, Core.Value.Arrows.Sum(arrow => arrow.Uses));
        Assert.IsTrue(Core.Value.Arrows.Any(arrow => arrow is { From: "Artifacts/Artifact.cs", To: "Artifacts/ArtifactEntry.cs" }));
    }

    private static int StoreyOf(string file) => Array.IndexOf(Storeys, CodeMap.FolderOf(file));
}
