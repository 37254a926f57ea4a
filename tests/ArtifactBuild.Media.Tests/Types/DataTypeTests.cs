using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Media.Types;

namespace ArtifactBuild.Media.Tests.Types;

[TestClass]
public class DataTypeTests
{
    [TestMethod]
    [DataRow(typeof(int?), "None or Number")]
    [DataRow(typeof(decimal), "Pythonobject(class_name:Decimal)")]
    [DataRow(typeof(byte[]), "Pythonobject(class_name:bytes)")]
    [DataRow(typeof(double[]), "Number[]")]
    [DataRow(typeof(List<string>), "String[]")]
    [DataRow(typeof(DateOnly), "Timestamp")]
    [DataRow(typeof(Table), "Table(column_types:Unknown)")]
    [DataRow(typeof(Html), "Html-file")]
    [DataRow(typeof(Artifact), "Artifactversion")]
    public void A_type_of_NET_has_a_type(Type type, string text) => Assert.AreEqual(text, DataType.FromDType(type).ToString());

    [TestMethod]
    public void Objects_of_other_classes_are_known_by_name()
    {
        Assert.AreEqual("Pythonobject(class_name:timedelta)", DataType.Of(TimeSpan.Zero).ToString());
        Assert.AreEqual("Pythonobject(class_name:UUID)", DataType.Of(Guid.Empty).ToString());
        Assert.AreEqual("Pythonobject(class_name:Version)", DataType.Of(new Version(1, 0)).ToString());
        using var draft = new DraftArtifact();
        Assert.AreSame(DataType.ArtifactVersion, DataType.Of(draft.Artifact));
    }

    [TestMethod]
    public void A_constant_takes_only_its_value()
    {
        DataType five = DataType.FromDType(5);
        Assert.AreSame(five, five.Assign(5.0));
        Assert.IsTrue(five.Assign(6).IsInvalid);
        Assert.AreSame(five, five.Assign(5L));
        DataType text = DataType.FromDType("5");
        Assert.IsTrue(text.Assign(5).IsInvalid);
        Assert.AreEqual("None or x", DataType.Optional(DataType.FromDType("x")).ToString());
        Assert.AreEqual("{1, 2, 10}", DataType.FromDType(new HashSet<int> { 10, 2, 1 }).ToString());
    }

    [TestMethod]
    public void A_text_is_no_list_and_any_takes_all_but_null()
    {
        Assert.IsTrue(new ListType(DataType.String).Assign("abc").IsInvalid);
        Assert.IsTrue(new ListType(DataType.String).Assign(new Dictionary<string, int> { ["a"] = 1 }).IsInvalid);
        Assert.AreSame(DataType.Any, DataType.Any.Assign(new[] { 1 }));
        Assert.IsTrue(DataType.Any.Assign(null).IsInvalid);
        Assert.IsTrue(DataType.Invalid.Assign(1).IsInvalid);
    }

    [TestMethod]
    public void Assigning_what_a_type_takes_gives_the_very_type()
    {
        DataType type = DataType.Optional(DataType.Of(new object[] { new Dictionary<string, object> { ["a"] = new[] { 1 } } }));
        Assert.AreSame(type, type.Assign(new object[] { new Dictionary<string, object> { ["a"] = new[] { 2 } } }));
        Assert.AreSame(type, type.Assign(null));
        Assert.AreSame(type, type.AssignType(type));
    }

    [TestMethod]
    public void Lists_of_different_lengths_have_no_length()
    {
        DataType type = DataType.Of(new[] { 1 }).AssignType(DataType.Of(new[] { 1, 2 }));
        Assert.IsNull(((ListType)type).Length);
        Assert.IsTrue(DataType.Of(new[] { 1 }).AssignType(DataType.Of(new[] { "x" })).IsInvalid);
    }

    [TestMethod]
    public void Tables_go_together_when_their_columns_do()
    {
        DataType first = DataType.Of(new Table(["a"], [[1]]));
        Assert.AreSame(first, first.Assign(new Table(["a"], [[2]])));
        Assert.IsTrue(first.Assign(new Table(["a"], [["x"]])).IsInvalid);
        Assert.IsTrue(first.Assign(new Table(["b"], [[1]])).IsInvalid);
        Assert.AreEqual(first.ToString(), new TableType(null).AssignType(first).ToString());
    }

    [TestMethod]
    public void Images_merge_their_classes()
    {
        var one = new ImageType { ClassMap = Names(("0", "person")), BoxLayers = Layers(("p", [1])) };
        var other = new ImageType { ClassMap = Names(("0", "dog"), ("1", "cat")), BoxLayers = Layers(("p", [2]), ("q", [3])), BoxScoreKeys = ["acc"] };
        DataType merged = one.AssignType(other);
        var expected = JsonNode.Parse("""
            {
              "wb_type": "image-file",
              "params": {
                "box_layers": { "wb_type": "const", "params": { "val": { "p": [1, 2], "q": [3] }, "is_set": false } },
                "box_score_keys": { "wb_type": "const", "params": { "val": ["acc"], "is_set": true } },
                "mask_layers": { "wb_type": "const", "params": { "val": {}, "is_set": false } },
                "class_map": { "wb_type": "const", "params": { "val": { "0": "person", "1": "cat" }, "is_set": false } }
              }
            }
            """);
        Assert.IsTrue(JsonNode.DeepEquals(expected, merged.ToJson()), merged.ToJson().ToJsonString());
        Assert.IsTrue(JsonNode.DeepEquals(expected, DataType.FromJson(expected!).ToJson()));
        Assert.IsTrue(one.AssignType(DataType.String).IsInvalid);
        Assert.StartsWith("Image-file(box_layers:{}, box_score_keys:set(), mask_layers:{}, class_map:{})", new ImageType().ToString());
    }

    [TestMethod]
    public void Names_of_older_versions_are_read()
    {
        Assert.AreEqual("{}", Read("""{ "wb_type": "dictionary", "params": { "type_map": {} } }"""));
        Assert.AreEqual("Pythonobject(class_name:x)", Read("""{ "wb_type": "object", "params": { "class_name": "x" } }"""));
        Assert.AreEqual("Table(column_types:{})", Read("""{ "wb_type": "wandb.Table", "params": { "column_types": { "wb_type": "typedDict", "params": { "type_map": {} } } } }"""));
        Assert.AreEqual("Image-file(box_layers:{'p': {1}}, box_score_keys:set(), mask_layers:{}, class_map:{})", Read("""{ "wb_type": "wandb.Image", "params": { "box_layers": { "p": [1] } } }"""));
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{ "wb_type": "nothing" }""")]
    [DataRow("""{ "wb_type": 5 }""")]
    [DataRow("""{ "wb_type": "union" }""")]
    [DataRow("""{ "wb_type": "union", "params": { "allowed_types": [null] } }""")]
    [DataRow("""{ "wb_type": "typedDict", "params": { "type_map": [] } }""")]
    [DataRow("""{ "wb_type": "image-file", "params": { "class_map": { "0": 1 } } }""")]
    [DataRow("""{ "wb_type": "image-file", "params": { "class_map": { "wb_type": "const" } } }""")]
    [DataRow("""{ "wb_type": "list", "params": { "length": 1 } }""")]
    [DataRow("""{ "wb_type": "ndarray", "params": { "shape": ["x"] } }""")]
    public void What_is_no_type_is_refused(string json) =>
        Assert.ThrowsExactly<FormatException>(() => DataType.FromJson(JsonNode.Parse(json)!));

    private static string Read(string json) => DataType.FromJson(JsonNode.Parse(json)!).ToString();

    private static ImmutableSortedDictionary<string, string> Names(params (string Id, string Name)[] names) =>
        names.ToImmutableSortedDictionary(pair => pair.Id, pair => pair.Name, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<int>> Layers(params (string Key, int[] Ids)[] layers) =>
        layers.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Ids.ToImmutableSortedSet(), StringComparer.Ordinal);
}
