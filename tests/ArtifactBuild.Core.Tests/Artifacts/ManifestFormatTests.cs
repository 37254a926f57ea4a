using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Core.Tests.Artifacts;

/// <summary>What we write is what anybody reads who knows W&amp;B's description of a manifest.</summary>
[TestClass]
public class ManifestFormatTests
{
    [TestMethod]
    public void Another_reader_finds_the_same_in_a_manifest_of_everything()
    {
        Manifest manifest = OfEverything();
        IndependentManifest.AssertReads(manifest);

        IReadOnlyList<IndependentManifest.Entry> read = IndependentManifest.Read(manifest.ToJson());
        AssertExtra(read, "file.bin", $$"""{"sha256":"{{TestContent.Sha256("b")}}"}""");
        AssertExtra(read, "large.bin", $$"""{"sha256":"{{TestContent.Sha256("l")}}","sha256Chunks":["{{TestContent.Sha256("1")}}","{{TestContent.Sha256("2")}}"]}""");
        AssertExtra(read, "s3.bin", """{"etag":"\"abc\"","versionID":"x/=="}""");
        AssertExtra(read, "gs.bin", """{"versionID":1234567890123456789}""");
        AssertExtra(read, "other.txt", $$"""{"sha256":"{{TestContent.Sha256("o")}}","targetSize":7}""");
        AssertExtra(read, "tracked", null);
    }

    [TestMethod]
    public void Paths_stand_in_the_order_of_their_code_points()
    {
        string[] paths = [.. IndependentManifest.Read(OfEverything().ToJson()).Select(entry => entry.Path)];
        CollectionAssert.AreEqual(paths.OrderBy(path => Convert.ToHexString(Encoding.UTF8.GetBytes(path)), StringComparer.Ordinal).ToArray(), paths);
        // .NET's own order has these two the other way round.
        Assert.IsLessThan(Array.IndexOf(paths, "\U00010000"), Array.IndexOf(paths, "\uffee"));
    }

    [TestMethod]
    public async Task Another_reader_finds_the_same_in_what_a_log_stored()
    {
        await using var registry = new LocalRegistry();
        Artifact first = (await registry.LogAsync("first", [], ("dir/a b#?%.txt", "a"), ("한글/é.txt", "b"))).Artifact;
        await first.GetManifestAsync();
        Artifact draft = registry.NewDraft("second");
        draft.AddReference(first.GetEntry("dir/a b#?%.txt"), "copies/a.txt");
        await draft.AddReferenceAsync("ref://somewhere/else", "tracked");
        await draft.AddReferenceAsync(new Uri(registry.Temporary.Write("outside.txt", "o")).AbsoluteUri);
        await LocalRegistry.AddTextAsync(draft, "own.txt", "own");
        Artifact second = (await registry.Open.LogAsync(draft)).Artifact;

        byte[] stored = System.IO.File.ReadAllBytes(registry.ManifestPath(second.CommitHash));
        IReadOnlyList<IndependentManifest.Entry> read = IndependentManifest.Read(stored);
        CollectionAssert.AreEqual(new[] { "copies/a.txt", "outside.txt", "own.txt", "tracked" }, read.Select(entry => entry.Path).ToArray());
        Assert.AreEqual(second.Digest, ManifestDigest.Of(read.Select(entry => (entry.Path, entry.Digest))));
        Assert.AreEqual(TestContent.Md5("a"), read[0].Digest);
        Assert.AreEqual(0, read[0].Size);
        StringAssert.EndsWith(read[0].Ref, "/dir/a%20b%23%3F%25.txt", StringComparison.Ordinal);
    }

    private static void AssertExtra(IReadOnlyList<IndependentManifest.Entry> read, string path, string? json)
    {
        string? extra = read.Single(entry => entry.Path == path).Extra;
        if (json is null || extra is null)
        {
            Assert.AreEqual(json, extra);
            return;
        }

        Assert.IsTrue(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(extra)), $"{path} has {extra}");
    }

    private static Manifest OfEverything()
    {
        var manifest = new Manifest();
        manifest.Add(
        [
            File("file.bin", "b"),
            File("empty", "") with { Size = 0 },
            File("large.bin", "l") with { Chunks = [Sha256("1"), Sha256("2")], Size = 40_000_000_000 },
            File("born.bin", "n") with { BirthArtifactId = "QXJ0aWZhY3Q6MQ==" },
            File("\U00010000", "astral"), File("\uffee", "at the end of the plane"), File("é", "composed"), File("e\u0301", "decomposed"),
            File("dir/\"quoted\" <&>+'.txt", "escaped"), File("한글/Ä ß.txt", "words"), File("a\u00a0b\u2028c", "spaces"),
            new ManifestEntry { Path = "s3.bin", Digest = "abc", Size = 5, Ref = "s3://bucket/k?x=1", Extra = Extra("""{"etag":"\"abc\"","versionID":"x/=="}""") },
            new ManifestEntry { Path = "gs.bin", Digest = "CLDnkqPq", Size = 6, Ref = "gs://bucket/k", Extra = Extra("""{"versionID":1234567890123456789}""") },
            new ManifestEntry { Path = "tracked", Digest = "ref://x/y z", Ref = "ref://x/y z" },
            new ManifestEntry
            {
                Path = "other.txt", Digest = TestContent.Md5("o"), Size = 0, Ref = "wandb-artifact://417274/o.txt",
                Sha256 = Sha256("o"), Extra = Extra("""{"targetSize":7}"""),
            },
        ]);
        return manifest;
    }

    private static ManifestEntry File(string path, string text) =>
        new() { Path = path, Digest = TestContent.Md5(text), Size = Encoding.UTF8.GetByteCount(text), Sha256 = Sha256(text) };

    private static Sha256Digest Sha256(string text) => Sha256Digest.Parse(TestContent.Sha256(text));

    private static ImmutableSortedDictionary<string, JsonElement> Extra(string json) => JsonElement.Parse(json).EnumerateObject()
        .ToImmutableSortedDictionary(property => property.Name, property => property.Value.Clone(), StringComparer.Ordinal);
}
