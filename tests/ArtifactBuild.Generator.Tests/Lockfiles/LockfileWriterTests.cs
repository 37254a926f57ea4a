using System.Collections.Immutable;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator.Tests.Lockfiles;

[TestClass]
public sealed class LockfileWriterTests
{
    [TestMethod]
    public void A_lockfile_is_written_in_its_canonical_form() =>
        Assert.AreEqual(Samples.Golden, LockfileWriter.Write(Samples.GoldenLockfile));

    [TestMethod]
    public void What_is_written_is_read_as_the_same()
    {
        LockfileReadResult result = LockfileReader.Read(Samples.Golden);

        Assert.IsNull(result.Error);
        Assert.AreEqual(Samples.GoldenLockfile, result.Lockfile);
    }

    [TestMethod]
    public void A_lockfile_without_blocks_has_an_empty_array()
    {
        const string Expected = "{\n  \"format\": 1,\n  \"artifacts\": []\n}\n";

        Assert.AreEqual(Expected, LockfileWriter.Write(Lockfile.Empty));
        Assert.AreEqual(Lockfile.Empty, LockfileReader.Read(Expected).Lockfile);
    }

    [TestMethod]
    public void Paths_are_in_the_order_of_their_UTF8_bytes()
    {
        // In UTF-16 units the first of these three would be the last.
        string[] expected = ["\ue000.txt", "\uffee.txt", "😀.txt"];
        LockedArtifact artifact = Samples.Artifact("a/b/c:latest", [.. expected.Reverse().Select(path => Samples.File(path))]);

        CollectionAssert.AreEqual(expected, artifact.Entries.Select(entry => entry.Path).ToArray());
    }

    [TestMethod]
    public void Only_quotes_backslashes_and_control_characters_are_escaped()
    {
        LockedArtifact artifact = Samples.Artifact("a/b/c:latest") with { Type = "\"\\/\b\t\n\f\r\u0001\u001f\u007f\u2028é😀<>&'+" };
        string text = Samples.Lock(artifact);

        StringAssert.Contains(text, "\"type\": \"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001\\u001f\u007f\u2028é😀<>&'+\",\n", StringComparison.Ordinal);
        Assert.AreEqual(artifact, LockfileReader.Read(text).Lockfile!.Artifacts[0]);
    }

    [TestMethod]
    public void The_order_of_the_input_does_not_show()
    {
        LockedArtifact[] artifacts = [.. Samples.GoldenLockfile.Artifacts];
        Array.Reverse(artifacts);

        Assert.AreEqual(Samples.Golden, LockfileWriter.Write(new Lockfile(ImmutableArray.Create(artifacts))));
    }

    [TestMethod]
    public void Metadata_of_any_order_and_layout_is_one_text()
    {
        const string Written = "\"metadata\": {\n        \"B\": [],\n        \"a\": { \"x\": 1, \"y\": [{}, -0.0e+10] },\n        \"é\": \"\\\"\"\n      },";
        const string Other = "\"metadata\":{\"é\":\"\\u0022\",\"a\":{\"y\":[ { } ,-0.0e+10 ],\"x\":1},\"B\":[ ]},";
        LockedArtifact artifact = Samples.Artifact("a/b/c:latest");
        string other = Samples.Lock(artifact).Replace("\"entries\"", Other + "\"entries\"", StringComparison.Ordinal);
        Lockfile? lockfile = LockfileReader.Read(other).Lockfile;

        Assert.IsNotNull(lockfile);
        StringAssert.Contains(LockfileWriter.Write(lockfile), Written, StringComparison.Ordinal);
        Assert.AreEqual(lockfile, LockfileReader.Read(LockfileWriter.Write(lockfile)).Lockfile);
        Assert.AreNotEqual(lockfile.Artifacts[0], artifact);
        Assert.AreNotEqual(artifact, artifact with { Tags = ImmutableArray.Create("fast") });
    }
}
