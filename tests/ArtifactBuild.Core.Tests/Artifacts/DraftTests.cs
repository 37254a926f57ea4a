using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Artifacts;

[TestClass]
public sealed class DraftTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly Artifact _draft;

    public DraftTests() => _draft = new Artifact("data", "dataset", _temporary["cache"]);

    public void Dispose()
    {
        _draft.Dispose();
        _temporary.Dispose();
    }

    [TestMethod]
    public async Task A_folder_is_added_whole_or_not_at_all()
    {
        _temporary.Write("d/1.txt", "1");
        _temporary.Write("d/2.txt", "2");
        File.CreateSymbolicLink(_temporary["d/broken"], _temporary["nowhere"]);
        await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, () => _draft.AddDirectoryAsync(_temporary["d"]));
        Assert.AreEqual(0, _draft.Manifest.Count);
    }

    [TestMethod]
    [DataRow("..", DisplayName = "up")]
    [DataRow(".", DisplayName = "to itself")]
    public async Task A_circle_of_links_is_an_error(string target)
    {
        _temporary.Write("d/e/1.txt", "1");
        Directory.CreateSymbolicLink(_temporary["d/e/loop"], target);
        await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, () => _draft.AddDirectoryAsync(_temporary["d"]));
        Assert.AreEqual(0, _draft.Manifest.Count);
    }

    [TestMethod]
    public async Task A_circle_of_links_from_folder_to_folder_is_an_error()
    {
        _temporary.Write("a/1.txt", "1");
        _temporary.Write("b/2.txt", "2");
        Directory.CreateSymbolicLink(_temporary["a/to-b"], _temporary["b"]);
        Directory.CreateSymbolicLink(_temporary["b/to-a"], _temporary["a"]);
        await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, () => _draft.AddDirectoryAsync(_temporary["a"]));
    }

    [TestMethod]
    public async Task A_file_name_that_some_system_can_not_store_stops_the_folder()
    {
        _temporary.Write("d/good.txt", "1");
        _temporary.Write("d/aux.txt", "2");
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => _draft.AddDirectoryAsync(_temporary["d"]));
        StringAssert.Contains(failure.Message, "aux.txt", StringComparison.Ordinal);
        Assert.AreEqual(0, _draft.Manifest.Count);
    }

    [TestMethod]
    public async Task New_content_needs_overwrite()
    {
        string one = _temporary.Write("one", "1");
        string two = _temporary.Write("two", "2");
        await _draft.AddFileAsync(one, "n");
        await _draft.AddFileAsync(one, "n");
        await Codes.AssertThrowsAsync(ArtifactCodes.DuplicatePath, () => _draft.AddFileAsync(two, "n"));
        await _draft.AddFileAsync(two, "n", overwrite: true);
        Assert.IsTrue(_draft.Manifest.TryGet("n", out ManifestEntry? entry));
        Assert.AreEqual(TestContent.Md5("2"), entry.Digest);
    }

    [TestMethod]
    public async Task A_write_that_throws_adds_nothing_and_leaves_no_file()
    {
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => _draft.NewFileAsync("x", async (stream, token) =>
        {
            await stream.WriteAsync("half"u8.ToArray(), token);
            throw new InvalidOperationException("the writer gave up");
        }));
        Assert.AreEqual(0, _draft.Manifest.Count);
        Assert.IsEmpty(Directory.EnumerateFiles(_temporary["cache"], "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != ".lock"));
    }

    [TestMethod]
    public async Task The_path_of_an_added_file_is_found_by_the_callers_text()
    {
        string file = _temporary.Write("d/e/f.txt", "1");
        await _draft.AddDirectoryAsync(_temporary["d"], "top");
        Assert.AreEqual("top/e/f.txt", _draft.GetAddedLocalPathName(file));
        await _draft.AddFileAsync(file, "again");
        Assert.AreEqual("again", _draft.GetAddedLocalPathName(file));
        Assert.IsNull(_draft.GetAddedLocalPathName("f.txt"));
    }

    [TestMethod]
    public async Task A_draft_that_is_given_up_leaves_nothing()
    {
        await _draft.AddFileAsync(_temporary.Write("f", "1"));
        _draft.Dispose();
        Audit.NoScratch(_temporary.Root);
    }

    [TestMethod]
    public async Task A_file_that_may_not_be_read_is_named()
    {
        _temporary.Write("d/f", "1");
        await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, () => _draft.AddFileAsync(_temporary["d/nope"]));
        await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, () => _draft.AddDirectoryAsync(_temporary["d/f"]));
    }

    [TestMethod]
    public async Task A_draft_may_be_filled_by_many_at_once()
    {
        await Parallel.ForAsync(0, 200, async (i, _) =>
        {
            await LocalRegistry.AddTextAsync(_draft, $"f{i}.txt", $"{i}");
            if (i % 2 == 0)
                _draft.Remove($"f{i}.txt");
        });
        Assert.AreEqual(100, _draft.Manifest.Count);
    }
}
