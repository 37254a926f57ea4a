using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Cli.Tests;

[TestClass]
public sealed class LockfilePathsTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [TestMethod]
    public void Nothing_stands_for_the_lockfile_of_the_current_folder_whether_it_is_there_or_not() =>
        Assert.AreSequenceEqual([Path.Combine(Directory.GetCurrentDirectory(), "artifacts.lock.json")], Find());

    [TestMethod]
    public void A_path_and_a_relative_path_are_found()
    {
        string file = _temporary.Write("a/artifacts.lock.json", "");
        Assert.AreSequenceEqual([file], Find(file));
        Assert.AreSequenceEqual([file], Find(Path.GetRelativePath(Directory.GetCurrentDirectory(), file)));
        Assert.AreSequenceEqual([file], Find(_temporary["a/../a/./artifacts.lock.json"]));
    }

    [TestMethod]
    public void A_name_with_what_is_special_elsewhere_is_a_name()
    {
        string file = _temporary.Write("a [1] {x} ? !/100%25.json", "");
        Assert.AreSequenceEqual([file], Find(file));
    }

    [TestMethod]
    public void A_glob_finds_files_in_all_folders_in_the_order_of_their_paths()
    {
        string[] files = [.. new[] { "b/x/artifacts.lock.json", "a/artifacts.lock.json", "artifacts.lock.json", "c/artifacts.lock.json" }
            .Select(path => _temporary.Write(path, ""))];
        _temporary.Write("a/artifacts.lock.json.bak", "");
        Assert.AreSequenceEqual(files.Order(StringComparer.Ordinal), Find(_temporary["**/artifacts.lock.json"]));
        Assert.AreSequenceEqual([files[1], files[3]], Find(_temporary["*/artifacts.lock.json"]));
        Assert.AreSequenceEqual([files[0]], Find(_temporary["b*/*/*.lock.json"]));
    }

    [TestMethod]
    public void A_glob_may_begin_in_the_first_folder_of_all()
    {
        string file = _temporary.Write("artifacts.lock.json", "");
        string root = Path.GetPathRoot(file)!;
        string first = file[root.Length..].Split(Path.DirectorySeparatorChar)[0];
        Assert.AreSequenceEqual([file], Find($"{root}{first[..^1]}*{file[(root.Length + first.Length)..]}"));
    }

    [TestMethod]
    public void What_several_globs_find_counts_once()
    {
        string a = _temporary.Write("a/artifacts.lock.json", ""), b = _temporary.Write("b/artifacts.lock.json", "");
        Assert.AreSequenceEqual([b, a], Find(b, _temporary["**/artifacts.lock.json"], a));
    }

    [TestMethod]
    [DataRow("missing.json")]
    [DataRow("gone/artifacts.lock.json")]
    [DataRow("gone/**/artifacts.lock.json")]
    [DataRow("**/none.json")]
    [DataRow("folder")]
    [DataRow("folder/")]
    public void What_finds_no_file_is_an_error_that_names_the_option(string glob)
    {
        _temporary.MakeFolder("folder");
        string file = _temporary.Write("artifacts.lock.json", "");
        ArtifactException failure = Codes.AssertThrows("ART1004", () => Find(file, _temporary[glob]));
        Assert.StartsWith($"--lockfile “{_temporary[glob]}” finds no file. ", failure.Message);
    }

    private static IReadOnlyList<string> Find(params string[] globs) => LockfilePaths.Find("--lockfile", globs);
}
