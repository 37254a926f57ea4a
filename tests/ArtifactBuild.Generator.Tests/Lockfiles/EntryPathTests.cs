using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Tests.Lockfiles;

[TestClass]
public sealed class EntryPathTests
{
    [TestMethod]
    [DataRow("a")]
    [DataRow("weights/model.onnx")]
    [DataRow(".hidden/..data")]
    [DataRow("a b/ c")]
    [DataRow("console/NULL/COM/COM10/lpt.txt")]
    [DataRow("10:30.csv")]
    [DataRow("😀/é/日本.txt")]
    public void A_safe_path_has_no_problem(string path) => Assert.IsNull(EntryPath.FindProblem(path));

    [TestMethod]
    [DataRow("", "is empty")]
    [DataRow("/etc/passwd", "is absolute")]
    [DataRow("a//b", "has an empty segment")]
    [DataRow("a/", "has an empty segment")]
    [DataRow("./a", "has a '.' segment")]
    [DataRow("a/..", "has a '..' segment")]
    [DataRow("a/../b", "has a '..' segment")]
    [DataRow("a./b", "has a segment that ends in a dot")]
    [DataRow("...", "has a segment that ends in a dot")]
    [DataRow("a /b", "has a segment that ends in a space")]
    [DataRow("a\\b", "has a backslash")]
    [DataRow("C:/a", "has a drive letter")]
    [DataRow("a/c:b", "has a drive letter")]
    [DataRow("a\0b", "has a control character")]
    [DataRow("a\u0085b", "has a control character")]
    [DataRow("CON", "has a segment that is the name of a Windows device")]
    [DataRow("a/nul.txt", "has a segment that is the name of a Windows device")]
    [DataRow("aux .tar.gz", "has a segment that is the name of a Windows device")]
    [DataRow("com1", "has a segment that is the name of a Windows device")]
    [DataRow("LPT².bin", "has a segment that is the name of a Windows device")]
    [DataRow("conout$/x", "has a segment that is the name of a Windows device")]
    public void An_unsafe_path_has_a_reason(string path, string problem) => Assert.AreEqual(problem, EntryPath.FindProblem(path));

    [TestMethod]
    public void Half_a_surrogate_pair_and_a_long_path_are_unsafe()
    {
        Assert.AreEqual("has half a surrogate pair", EntryPath.FindProblem("a\ud83d"));
        Assert.AreEqual("has half a surrogate pair", EntryPath.FindProblem("\ude00b"));
        Assert.IsNull(EntryPath.FindProblem(new string('a', 1024)));
        Assert.AreEqual("is longer than 1024 characters", EntryPath.FindProblem(new string('a', 1025)));
    }
}
