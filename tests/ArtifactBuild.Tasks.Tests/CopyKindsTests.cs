using ArtifactBuild.Tasks.Tests.Fixtures;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class CopyKindsTests
{
    [TestMethod]
    [DataRow("IfDifferent", true, true)]
    [DataRow("PreserveNewest", true, false)]
    [DataRow("Always", true, false)]
    [DataRow("Never", false, true)]
    [DataRow("", false, true)]
    [DataRow("never", false, true)]
    [DataRow("ifdifferent", true, true)]
    [DataRow("ALWAYS", true, false)]
    [DataRow("Unknown", true, false)]
    public void Only_some_kinds_are_copied_and_only_some_are_ours_to_judge(string kind, bool isCopied, bool isRightWhenUntouched)
    {
        Assert.AreEqual(isCopied, CopyKinds.IsCopied(kind));
        Assert.AreEqual(isRightWhenUntouched, CopyKinds.IsRightWhenUntouched(TestProject.NewItem("data", ("CopyToOutputDirectory", kind))));
    }
}
