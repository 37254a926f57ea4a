using System.Text;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Tests.Lockfiles;

[TestClass]
public sealed class LockfileReaderTests
{
    [TestMethod]
    public void The_order_of_properties_is_free_and_space_does_not_matter()
    {
        string text = $$"""
            {"artifacts":[{"entries":[{"sha256":"{{Samples.Sha256}}","size":0,"path":"a.bin"}],"aliases":["b","a"],"manifest":"{{Samples.Sha256}}",
            	"digest":"{{Samples.Digest}}","registry":"r","version":"v0","type":"t","name":"e/p/n","requested":"e/p/n:latest","accessors":true}],"format":1}
            """;
        Lockfile? lockfile = LockfileReader.Read(text).Lockfile;

        Assert.IsNotNull(lockfile);
        LockedArtifact artifact = lockfile.Artifacts.Single();
        CollectionAssert.AreEqual(new[] { "a", "b" }, artifact.Aliases.ToArray());
        Assert.AreEqual(LockedEntry.OfFile("a.bin", 0, Samples.Sha256), artifact.Entries.Single());
        Assert.IsTrue(artifact.HasAccessors);
    }

    [TestMethod]
    public void Escaped_names_and_values_are_decoded()
    {
        string text = Samples.Golden
            .Replace("\"format\"", "\"\\u0066ormat\"", StringComparison.Ordinal)
            .Replace("\"config.json\"", "\"c\\u006Fnf\\u00eFg\\ud83D\\uDe00\\/x\"", StringComparison.Ordinal);

        Assert.AreEqual("confïg😀/x", LockfileReader.Read(text).Lockfile!.Artifacts[2].Entries[0].Path);
    }

    [TestMethod]
    public void Blocks_and_entries_in_any_order_give_the_same_lockfile()
    {
        string[] lines = Samples.Golden.Split('\n');
        (int config, int test) = (Array.FindIndex(lines, line => line.Contains("config.json", StringComparison.Ordinal)), Array.FindIndex(lines, line => line.Contains("test.csv", StringComparison.Ordinal)));
        (lines[config], lines[test]) = (lines[test], lines[config]);

        Assert.AreEqual(Samples.GoldenLockfile, LockfileReader.Read(string.Join('\n', lines)).Lockfile);
    }

    [TestMethod]
    public void Carriage_returns_do_no_harm() =>
        Assert.AreEqual(Samples.GoldenLockfile, LockfileReader.Read(Samples.Golden.ReplaceLineEndings("\r\n")).Lockfile);

    [TestMethod]
    public void A_block_is_found_by_what_was_asked_for()
    {
        Assert.AreEqual("v12", Samples.GoldenLockfile.Find("acme/data/labels:v12")?.Version);
        Assert.IsNull(Samples.GoldenLockfile.Find("acme/data/labels:v1"));
    }

    [TestMethod]
    public void Equal_blocks_are_equal_by_value_and_different_ones_are_not()
    {
        LockedArtifact one = Samples.Artifact("a/b/c:latest", Samples.File("x"), Samples.File("y"));
        LockedArtifact same = Samples.Artifact("a/b/c:latest", Samples.File("y"), Samples.File("x"));

        Assert.AreEqual(one, same);
        Assert.AreEqual(one.GetHashCode(), same.GetHashCode());
        Assert.AreNotEqual(one, Samples.Artifact("a/b/c:latest", Samples.File("x"), Samples.File("y", 2)));
        Assert.AreNotEqual(one, one with { Version = "v1" });
        Assert.AreNotEqual(one, one with { HasAccessors = false });
        Assert.AreNotEqual(one, one with { Files = "*" });
        Assert.AreEqual(new EquatableArray<string>(["a"]).GetHashCode(), new EquatableArray<string>(["a"]).GetHashCode());
        Assert.IsTrue(default(EquatableArray<string>) == new EquatableArray<string>([]));
        Assert.IsTrue(new EquatableArray<string>(["a"]) != new EquatableArray<string>(["b"]));
    }

    [TestMethod]
    public void Twenty_thousand_damaged_lockfiles_give_no_exception()
    {
        var random = new Random(20261123);
        string[] spice =
        [
            "\0", "\ud83d", "\udc00", "\"", "\\", "\\u", "\\ud800", "{", "}", "[", "]", ",", ":", "-1", "1e9", "99999999999999999999", "null", "true", "\ufeff",
            "<<<<<<< ", "\n=======\n", "../", "CON", "\u2028", "\r", "\t", "\"format\": 2,", "\"x\": 0,", new string('[', 5000), "{\"a\":", "😀", "A",
        ];
        int errors = 0;
        for (int i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(Samples.Golden);
            for (int damage = random.Next(1, 4); damage > 0; damage--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0: text.Insert(at, spice[random.Next(spice.Length)]); break;
                    case 1: text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)); break;
                    case 2: text[at] = (char)random.Next(char.MaxValue + 1); break;
                    default: text.Length = at + 1; break;
                }
            }

            string damaged = text.ToString();
            LockfileReadResult result = LockfileReader.Read(damaged);
            Assert.IsTrue(result.Lockfile is null != result.Error is null);
            if (result.Error is not { } error)
                continue;

            errors++;
            string[] lines = damaged.SplitLines();
            Assert.IsTrue(error.Line >= 1 && error.Line <= lines.Length, error.Message);
            Assert.IsTrue(error.Column >= 1 && error.Column <= lines[error.Line - 1].Length + 1, error.Message);
            Assert.IsFalse(error.Message.Any(char.IsControl), error.Message);
        }

        Assert.IsGreaterThan(15_000, errors);
    }
}

internal static class LineCounting
{
    public static string[] SplitLines(this string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
}
