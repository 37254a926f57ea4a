using System.Collections;
using ArtifactBuild.Builds.UpToDate;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class CopiedItemTests
{
    private const string Target = "models/100%41;x.bin";
    private const string Source = "/out/models/100%41;x.bin";

    private readonly CopiedItem _item = new(new CopiedFile(Source, Target));

    [TestMethod]
    public void It_has_the_path_and_two_metadata_whatever_their_case()
    {
        Assert.AreEqual(Source, _item.ItemSpec);
        Assert.AreEqual(Target, _item.GetMetadata("TargetPath"));
        Assert.AreEqual(Target, _item.GetMetadata("targetpath"));
        Assert.AreEqual("IfDifferent", _item.GetMetadata("COPYTOOUTPUTDIRECTORY"));
        Assert.AreEqual("", _item.GetMetadata("Link"));
        Assert.AreSequenceEqual(["TargetPath", "CopyToOutputDirectory"], _item.MetadataNames.Cast<string>());
        Assert.AreEqual(2, _item.MetadataCount);
    }

    [TestMethod]
    public void It_says_the_same_as_an_item_of_MSBuild_with_these_values()
    {
        ITaskItem2 same = new TaskItem();
        same.EvaluatedIncludeEscaped = MSBuildText.Escape(Source);
        same.SetMetadataValueLiteral("TargetPath", Target);
        same.SetMetadata("CopyToOutputDirectory", "IfDifferent");
        Assert.AreEqual(same.EvaluatedIncludeEscaped, _item.EvaluatedIncludeEscaped);
        foreach (string name in new[] { "TargetPath", "CopyToOutputDirectory", "Other" })
        {
            Assert.AreEqual(same.GetMetadata(name), _item.GetMetadata(name), name);
            Assert.AreEqual(same.GetMetadataValueEscaped(name), _item.GetMetadataValueEscaped(name), name);
        }

        AssertEqual(same.CloneCustomMetadata(), _item.CloneCustomMetadata());
        AssertEqual(same.CloneCustomMetadataEscaped(), _item.CloneCustomMetadataEscaped());
    }

    [TestMethod]
    public void MSBuild_can_make_an_item_of_its_own_of_it()
    {
        var copy = new TaskItem(_item);
        Assert.AreEqual(Source, copy.ItemSpec);
        Assert.AreEqual(Target, copy.GetMetadata("TargetPath"));
        Assert.AreEqual("IfDifferent", copy.GetMetadata("CopyToOutputDirectory"));
    }

    [TestMethod]
    public void Nobody_changes_it()
    {
        Assert.Throws<NotSupportedException>(() => _item.SetMetadata("A", "b"));
        Assert.Throws<NotSupportedException>(() => _item.SetMetadataValueLiteral("A", "b"));
        Assert.Throws<NotSupportedException>(() => _item.RemoveMetadata("TargetPath"));
        Assert.Throws<NotSupportedException>(() => _item.EvaluatedIncludeEscaped = "x");
        Assert.Throws<ArgumentNullException>(() => _item.CopyMetadataTo(null!));
    }

    private static void AssertEqual(IDictionary expected, IDictionary actual)
    {
        Assert.AreEqual(expected.Count, actual.Count);
        foreach (object key in expected.Keys)
            Assert.AreEqual(expected[key], actual[key], (string)key);
    }
}
