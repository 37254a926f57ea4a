using ArtifactBuild.Testing;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class ItemPlaceTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [TestMethod]
    public void An_item_is_found_by_what_it_includes_and_at_its_bracket()
    {
        string file = Project(
            """
            <Project>
              <!-- <ArtifactReference Include="b" /> -->
              <ItemGroup>
                <ArtifactReference Include="a" />
                <Other Include="b" />
                <ArtifactReference Include="b" Version="v1" />
                <ArtifactReference Update="b" Alias="x" />
              </ItemGroup>
            </Project>
            """);
        Assert.AreEqual(new ItemPlace(file, 6, 5), Find(file, "b"));
        Assert.AreEqual(new ItemPlace(file, 4, 5), Find(file, "a"));
    }

    [TestMethod]
    public void An_item_of_a_target_and_one_of_a_namespace_are_found()
    {
        string file = Project(
            """
            <Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <Target Name="T"><ItemGroup><ArtifactReference Include="a" /></ItemGroup></Target>
            </Project>
            """);
        Assert.AreEqual(new ItemPlace(file, 2, 31), Find(file, "a"));
    }

    [TestMethod]
    [DataRow("x; a ;y", "a")]
    [DataRow("data%3av1", "data:v1")]
    [DataRow("data:v1", "data:v1")]
    public void An_item_of_a_list_and_one_with_escapes_are_found(string include, string identity)
    {
        string file = Project($"""<Project><ItemGroup><ArtifactReference Include="other" /><ArtifactReference Include="{include}" /></ItemGroup></Project>""");
        Assert.AreEqual(new ItemPlace(file, 1, 58), Find(file, identity));
    }

    [TestMethod]
    public void The_only_item_of_its_kind_is_meant_even_when_its_text_has_properties_in_it()
    {
        string file = Project("""<Project><ItemGroup><ArtifactReference Include="$(Name)" /></ItemGroup></Project>""");
        Assert.AreEqual(new ItemPlace(file, 1, 21), Find(file, "data"));
    }

    [TestMethod]
    [DataRow("""<ArtifactReference Include="$(A)" /><ArtifactReference Include="$(B)" />""")]
    [DataRow("""<ArtifactReference Include="data" Condition="a" /><ArtifactReference Include="data" />""")]
    [DataRow("""<Other Include="data" />""")]
    public void Where_several_may_be_meant_or_none_the_file_has_to_do(string items)
    {
        string file = Project($"<Project><ItemGroup>{items}</ItemGroup></Project>");
        Assert.AreEqual(new ItemPlace(file, 0, 0), Find(file, "data"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("<Project><ItemGroup><ArtifactReference Include=\"data\" /><")]
    [DataRow("not XML")]
    public void A_file_that_is_no_XML_any_more_is_shown_without_a_line(string text)
    {
        string file = Project(text);
        Assert.AreEqual(new ItemPlace(file, 0, 0), Find(file, "data"));
    }

    [TestMethod]
    public void A_file_that_is_gone_is_shown_without_a_line()
    {
        string file = _temporary["gone/app.csproj"];
        Assert.AreEqual(new ItemPlace(file, 0, 0), Find(file, "data"));
    }

    [TestMethod]
    [DataRow("100%25 #1?.csproj")]
    [DataRow("a b&é.csproj")]
    [DataRow("%.csproj")]
    public void A_path_is_a_path_and_no_URI(string name)
    {
        string file = _temporary.Write(name, """<Project><ItemGroup><ArtifactReference Include="data" /></ItemGroup></Project>""");
        Assert.AreEqual(new ItemPlace(file, 1, 21), Find(file, "data"));
    }

    [TestMethod]
    public void An_item_of_an_imported_file_is_found_there()
    {
        string project = Project("""<Project><ItemGroup><ArtifactReference Include="data" /></ItemGroup></Project>""");
        string imported = _temporary.Write("Directory.Build.props", "<Project>\n<ItemGroup>\n<ArtifactReference Include=\"data\" /></ItemGroup></Project>");
        var item = new Defined("data", imported);
        Assert.AreEqual(new ItemPlace(imported, 3, 1), ItemPlace.Find(item, "ArtifactReference", project));
    }

    private static ItemPlace Find(string project, string include) => ItemPlace.Find(new TaskItem(include), "ArtifactReference", project);

    private string Project(string text) => _temporary.Write("app.csproj", text);

    /// <summary>An item that knows which file it comes from, as only MSBuild can make one.</summary>
    private sealed class Defined(string include, string file) : ITaskItem
    {
        public string ItemSpec { get; set; } = include;

        public System.Collections.ICollection MetadataNames => Array.Empty<string>();

        public int MetadataCount => 0;

        public string GetMetadata(string metadataName) => metadataName == "DefiningProjectFullPath" ? file : "";

        public void SetMetadata(string metadataName, string metadataValue) => throw new NotSupportedException();

        public void RemoveMetadata(string metadataName) => throw new NotSupportedException();

        public void CopyMetadataTo(ITaskItem destinationItem) => throw new NotSupportedException();

        public System.Collections.IDictionary CloneCustomMetadata() => throw new NotSupportedException();
    }
}
