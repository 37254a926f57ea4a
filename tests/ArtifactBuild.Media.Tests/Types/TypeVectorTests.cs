using System.Text.Json.Nodes;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Media.Tests.Types;

/// <summary>The vectors about types. Every case of them holds for us.</summary>
[TestClass]
public class TypeVectorTests
{
    public static IEnumerable<TestDataRow<string>> TypesOf => TypeCases.Of("type_of");

    public static IEnumerable<TestDataRow<string>> Assignments => TypeCases.Of("type_assign");

    public static IEnumerable<TestDataRow<string>> Notations => TypeCases.Of("type_from_dtype");

    [TestMethod]
    [DynamicData(nameof(TypesOf))]
    public void A_value_has_the_type_that_the_vector_says(string json)
    {
        if (json == VectorRows.None)
            return;
        JsonNode item = JsonNode.Parse(json)!;
        AssertIs(item, DataType.Of(CellSpec.Read(item["value"])));
    }

    [TestMethod]
    [DynamicData(nameof(Notations))]
    public void Notation_is_read_as_the_vector_says(string json)
    {
        if (json == VectorRows.None)
            return;
        JsonNode item = JsonNode.Parse(json)!;
        AssertIs(item["value"]!, DataType.FromDType(PythonExpression.Read(item["dtype_python"]!.GetValue<string>())));
    }

    [TestMethod]
    [DynamicData(nameof(Assignments))]
    public void Assigning_gives_the_types_that_the_vector_says(string json)
    {
        if (json == VectorRows.None)
            return;
        JsonNode item = JsonNode.Parse(json)!;
        DataType type = item["optional"]!.GetValue<bool>() ? DataType.Optional(DataType.Unknown) : DataType.Unknown;
        foreach ((JsonNode? value, JsonNode? expected) in item["values"]!.AsArray().Zip(item["after_each"]!.AsArray()))
        {
            type = type.Assign(CellSpec.Read(value));
            if (expected is JsonValue)
                Assert.IsTrue(type.IsInvalid, type.ToString());
            else
                Assert.IsTrue(JsonNode.DeepEquals(expected, type.ToJson()), $"expected {expected!.ToJsonString()}\nactual {type.ToJson().ToJsonString()}");
        }
    }

    private static void AssertIs(JsonNode expected, DataType actual)
    {
        Assert.IsTrue(JsonNode.DeepEquals(expected["type_json"], actual.ToJson()), $"expected {expected["type_json"]!.ToJsonString()}\nactual {actual.ToJson().ToJsonString()}");
        Assert.AreEqual(expected["repr"]!.GetValue<string>(), actual.ToString());
        Assert.AreEqual(actual.ToString(), DataType.FromJson(actual.ToJson()).ToString());
    }
}
