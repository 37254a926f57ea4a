namespace ArtifactBuild.Architecture.Tests;

/// <summary>The storeys of Builds: no file there reaches itself.</summary>
[TestClass]
public sealed class BuildsMapTests
{
    // From below to above. A folder knows only those before it.
    private static readonly string[] Storeys = ["Settings", "Requests", "Session", "Pins", "UpToDate", "Restore", "Log"];

    private static readonly Lazy<CodeMap> Builds = new(() => CodeMap.Of("ArtifactBuild.Builds"));

    [TestMethod]
    public void Every_folder_has_its_storey()
    {
        IEnumerable<string> folders = Builds.Value.Files.Select(CodeMap.FolderOf).Distinct(StringComparer.Ordinal);

        CollectionAssert.AreEquivalent(Storeys, folders.ToArray());
    }

    [TestMethod]
    public void A_folder_knows_only_those_below_it()
    {
        IEnumerable<Arrow> up = Builds.Value.Arrows
            .Where(arrow => Array.IndexOf(Storeys, CodeMap.FolderOf(arrow.From)) < Array.IndexOf(Storeys, CodeMap.FolderOf(arrow.To)));

        Assert.AreEqual("", string.Join('\n', up));
    }

    [TestMethod]
    public void No_files_know_each_other_in_a_circle()
    {
        Assert.IsGreaterThan(800, Builds.Value.Arrows.Sum(arrow => arrow.Uses));
        Assert.IsEmpty(Circles.Of(Builds.Value));
    }
}
