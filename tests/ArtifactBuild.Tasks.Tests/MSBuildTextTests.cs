using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class MSBuildTextTests
{
    [TestMethod]
    [DataRow("plain/é 漢.bin", "plain/é 漢.bin")]
    [DataRow("100%", "100%25")]
    [DataRow("a;b", "a%3bb")]
    [DataRow("$(x) @(y)", "%24%28x%29 %40%28y%29")]
    [DataRow("*?'", "%2a%3f%27")]
    [DataRow("%41", "%2541")]
    public void Escaped_text_has_none_of_the_characters_that_MSBuild_reads(string text, string escaped) =>
        Assert.AreEqual(escaped, MSBuildText.Escape(text));

    [TestMethod]
    [DataRow("")]
    [DataRow("plain")]
    [DataRow("a%41;b*?@(x)$(y)%(z)'é'")]
    [DataRow("%")]
    [DataRow("%%3b%")]
    public void MSBuild_reads_escaped_text_as_what_it_was(string text)
    {
        ITaskItem2 item = new TaskItem();
        item.EvaluatedIncludeEscaped = MSBuildText.Escape(text);
        item.SetMetadata("M", MSBuildText.Escape(text));
        Assert.AreEqual(text, ((ITaskItem)item).ItemSpec);
        Assert.AreEqual(text, item.GetMetadata("M"));
    }

    [TestMethod]
    public void Text_without_special_characters_is_not_made_anew()
    {
        string text = new('x', 3);
        Assert.AreSame(text, MSBuildText.Escape(text));
    }

    [TestMethod]
    public void An_escaped_semicolon_belongs_to_a_value_and_another_one_separates() =>
        Assert.AreSequenceEqual(["a;b", "c", "", "%d"], MSBuildText.Split("a%3bb;c;;%25d"));

    [TestMethod]
    [DataRow("%")]
    [DataRow("%3")]
    [DataRow("%zz%4")]
    [DataRow("%e9%C3")]
    [DataRow("%2541")]
    public void A_value_is_unescaped_as_MSBuild_does(string escaped)
    {
        var item = new TaskItem(escaped);
        Assert.AreSequenceEqual([item.ItemSpec], MSBuildText.Split(escaped));
    }

    [TestMethod]
    public void A_list_survives_the_way_through_an_item()
    {
        string[] values = ["a;b", "50%", "%3b", "x"];
        ITaskItem2 item = new TaskItem("x");
        item.SetMetadata("List", string.Join(';', values.Select(MSBuildText.Escape)));
        Assert.AreSequenceEqual(values, MSBuildText.Split(item.GetMetadataValueEscaped("List")));
    }
}
