using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Metadata;

[TestClass]
public class MetadataValueTests
{
    private enum Species
    {
        Setosa,
    }

    public static IEnumerable<(object? Value, string Json)> Values =>
    [
        (null, "null"),
        (DBNull.Value, "null"),
        (double.NaN, "null"),
        (Half.NaN, "null"),
        (true, "true"),
        ('c', "\"c\""),
        (1.0, "1"),
        (0.1f, "0.10000000149011612"),
        (ulong.MaxValue, "18446744073709551615"),
        (BigInteger.Pow(2, 80), "1208925819614629174706176"),
        (1.50m, "\"1.50\""),
        (Species.Setosa, "\"Setosa\""),
        (TimeSpan.FromMinutes(90), "\"01:30:00\""),
        (Guid.Empty, "\"00000000-0000-0000-0000-000000000000\""),
        (new Version(1, 2), "\"1.2\""),
        (new Uri("s3://bucket/a b"), "\"s3://bucket/a b\""),
        (typeof(MetadataValue), "\"ArtifactBuild.Values.MetadataValue\""),
        ((Func<double, double>)Math.Sqrt, "\"System.Math.Sqrt\""),
        ("é"u8.ToArray(), "\"é\""),
        (new DateTime(2024, 1, 2, 3, 4, 5), "\"2024-01-02T03:04:05\""),
        (new DateTime(2024, 1, 2, 3, 4, 5, 120, DateTimeKind.Utc), "\"2024-01-02T03:04:05.120000+00:00\""),
        (new DateTime(2024, 1, 2).AddTicks(1), "\"2024-01-02T00:00:00.0000001\""),
        (new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-90)), "\"2024-01-02T03:04:05-01:30\""),
        (new DateOnly(2024, 1, 2), "\"2024-01-02\""),
        (new TimeOnly(3, 4, 5), "\"03:04:05\""),
        ((1, "x", (2.5, true)), "[1,\"x\",[2.5,true]]"),
        (new HashSet<int> { 1 }, "[1]"),
        (new[,] { { 1, 2 }, { 3, 4 } }, "[[1,2],[3,4]]"),
        (NdArray.Create<byte>([7]), "[7]"),
        (new Hashtable { [2.5] = "b" }, "{\"2.5\":\"b\"}"),
        (new Dictionary<Species, int> { [Species.Setosa] = 1 }, "{\"Setosa\":1}"),
        (new Dictionary<DateOnly, int> { [new DateOnly(2024, 1, 2)] = 1 }, "{\"2024-01-02\":1}"),
        (new Measurement("a", [0.5]) { Note = null }, "{\"Name\":\"a\",\"Values\":[0.5],\"Note\":null}"),
        (new DatedMeasurement("a", [], new DateOnly(2024, 1, 2)), "{\"Name\":\"a\",\"Values\":[],\"Note\":null,\"Day\":\"2024-01-02\"}"),
        (new Point(1, 2), "{\"X\":1,\"Y\":2}"),
        (new { A = 1, B = new { C = "x" } }, "{\"A\":1,\"B\":{\"C\":\"x\"}}"),
        (JsonNode.Parse("{\"a\":[1,2.50,null]}"), "{\"a\":[1,2.5,null]}"),
        (JsonDocument.Parse("[\"x\",{}]").RootElement, "[\"x\",{}]"),
        (new System.Dynamic.ExpandoObject(), "{}"),
    ];

    [TestMethod]
    [DynamicData(nameof(Values))]
    public void A_value_becomes_JSON(object? value, string json) => Assert.AreEqual(
        json,
        MetadataValue.ToJson(value)?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null");

    [TestMethod]
    public void What_has_no_form_in_JSON_is_refused_and_the_message_says_where()
    {
        Refuses(double.PositiveInfinity, "“a.b[1]”", "infinite");
        Refuses(float.NegativeInfinity, "“a.b[1]”");
        Refuses(Complex.One, "complex");
        Refuses(new byte[] { 0xff }, "UTF-8");
        Refuses(new object(), "System.Object");
        Refuses(new Dictionary<double, int> { [double.PositiveInfinity] = 1 }, "key");
        Refuses(new Dictionary<object, int> { [new object()] = 1 }, "key");

        static void Refuses(object value, params string[] words) => Refusal.Of(
            () => MetadataValue.ToObject(new Dictionary<string, object?> { ["a"] = new { b = new[] { 1, value } } }), words);
    }

    [TestMethod]
    public void What_holds_itself_is_refused_and_does_not_overflow()
    {
        var dict = new Dictionary<string, object?>();
        dict["self"] = dict;
        Refusal.Of(() => MetadataValue.ToObject(dict), "levels deep");
        var node = new Node();
        node.Next = node;
        Refusal.Of(() => MetadataValue.ToJson(node), "levels deep");
    }

    [TestMethod]
    public void Metadata_of_the_greatest_depth_can_be_logged_and_read()
    {
        object value = 1;
        for (int i = 0; i < 56; i++)
            value = new[] { value };
        JsonNode json = MetadataValue.ToJson(value)!;
        using var document = JsonDocument.Parse($$"""{ "record": { "metadata": { "key": {{json.ToJsonString()}} } } }""");
        Assert.AreEqual(JsonValueKind.Object, document.RootElement.ValueKind);
        Refusal.Of(() => MetadataValue.ToJson(new[] { value }), "levels deep");
    }

    [TestMethod]
    public void The_result_shares_nothing_with_what_was_given()
    {
        JsonObject inner = new() { ["x"] = 1 };
        JsonObject result = MetadataValue.ToObject(new Dictionary<string, object?> { ["a"] = inner });
        inner["x"] = 2;
        Assert.AreEqual(1, result["a"]!["x"]!.GetValue<long>());
    }

    [TestMethod]
    public void The_last_of_equal_keys_wins() => Assert.AreEqual(
        "{\"1\":\"b\"}",
        MetadataValue.ToObject([KeyValuePair.Create<object, string>(1, "a"), KeyValuePair.Create<object, string>("1", "b")]).ToJsonString());

    [TestMethod]
    public void The_culture_of_the_machine_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.AreEqual("[\"-1.5\",-1.5]", MetadataValue.ToJson(new object[] { -1.5m, -1.5 })!.ToJsonString());
            Assert.AreEqual("-1.5", PythonNumber.Repr(-1.5));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private record Measurement(string Name, double[] Values)
    {
        public string? Note { get; init; }
    }

    private sealed record DatedMeasurement(string Name, double[] Values, DateOnly Day) : Measurement(Name, Values);

    private readonly record struct Point(int X, int Y);

    private sealed record Node
    {
        public Node? Next { get; set; }
    }
}
