using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Lockfiles;
using Microsoft.CodeAnalysis.CSharp;

namespace ArtifactBuild.Generator.Tests.Generation;

/// <summary>The constants that are made of metadata, tags and aliases.</summary>
[TestClass]
public sealed class MetadataTests
{
    [TestMethod]
    public void Each_kind_of_value_has_its_type()
    {
        Type net = Load(Samples.Golden, "Resnet50");
        Type metadata = net.GetNestedType("Metadata")!;

        Assert.AreEqual(0.93, Constant(metadata, "Accuracy"));
        Assert.AreEqual(30L, Constant(metadata, "Epochs"));
        Assert.AreEqual(true, Constant(metadata, "Frozen"));
        Assert.AreEqual("日本", Constant(metadata, "TrainedBy"));
        Assert.AreEqual("[\"cat\", \"dog \\\"rex\\\"\"]", Constant(metadata, "Classes"));
        Assert.IsNull(Constant(metadata, "Unnamed"));
        Type optimizer = metadata.GetNestedType("Optimizer")!;
        Assert.AreEqual(1e-5, Constant(optimizer, "Lr"));
        Assert.AreEqual("adam", Constant(optimizer, "Name"));
        Assert.AreEqual("[0.9, 0.999]", Constant(optimizer, "Betas"));
        Assert.AreEqual(
            "{ \"\": null, \"accuracy\": 0.93, \"classes\": [\"cat\", \"dog \\\"rex\\\"\"], \"epochs\": 30, \"frozen\": true, "
                + "\"optimizer\": { \"betas\": [0.9, 0.999], \"lr\": 1e-05, \"name\": \"adam\" }, \"trained by\": \"日本\" }",
            Constant(metadata, "Json"));
    }

    [TestMethod]
    public void Labels_are_a_list_and_constants()
    {
        Type net = Load(Samples.Golden, "Resnet50");

        CollectionAssert.AreEqual(new[] { "fast", "quantized" }, ((IReadOnlyList<string>)net.GetProperty("Tags")!.GetValue(null)!).ToArray());
        Assert.AreEqual("quantized", Constant(net.GetNestedType("Tag")!, "Quantized"));
        Assert.AreEqual("production", Constant(net.GetNestedType("Alias")!, "Production"));
    }

    [TestMethod]
    public void What_a_version_does_not_have_makes_no_class()
    {
        Type net = Load(Samples.Lock("a/b/net:latest", "x"), "Net");

        Assert.IsNull(net.GetNestedType("Alias"));
        Assert.IsNull(net.GetNestedType("Tag"));
        Assert.IsNull(net.GetNestedType("Metadata"));
        Assert.IsEmpty((IReadOnlyList<string>)net.GetProperty("Tags")!.GetValue(null)!);
    }

    [TestMethod]
    [DataRow("9223372036854775807", long.MaxValue)]
    [DataRow("-9223372036854775808", long.MinValue)]
    [DataRow("-0", 0L)]
    [DataRow("9223372036854775808", 9223372036854775808.0)]
    [DataRow("1.0", 1.0)]
    [DataRow("-2.5E+3", -2500.0)]
    [DataRow("0.1234567890123456789012345678901234567890", 0.12345678901234568)]
    [DataRow("1e-400", 0.0)]
    [DataRow("1e400", "1e400")]
    public void A_number_has_the_type_that_holds_it(string json, object value)
    {
        LockedArtifact artifact = WithMetadata(new LockedProperty("n", LockedValue.OfNumber(json)));

        Assert.AreEqual(value, Constant(Load(Samples.Lock(artifact), "Net").GetNestedType("Metadata")!, "N"));
    }

    [TestMethod]
    public void Keys_that_ask_for_the_same_name_get_a_suffix_and_a_warning()
    {
        LockedArtifact artifact = WithMetadata(
            new LockedProperty("learning-rate", LockedValue.OfNumber("1")),
            new LockedProperty("learning_rate", LockedValue.OfNumber("2")),
            new LockedProperty("json", LockedValue.OfText("j")),
            new LockedProperty("metadata", LockedValue.OfText("m")),
            new LockedProperty("toString", LockedValue.OfText("t"))) with
        {
            Aliases = ImmutableArray.Create("best.v1", "best-v1"),
        };
        GeneratorHarness harness = GeneratorHarness.RunOn(Samples.Lock(artifact), ("RootNamespace", "Acme"));
        Type metadata = harness.Load().GetType("Acme.Artifacts+Net+Metadata", throwOnError: true)!;

        CollectionAssert.AreEquivalent(
            new[] { "LearningRate_" + StableHash.Of("learning-rate"), "LearningRate_" + StableHash.Of("learning_rate"), "Json", "Json_", "Metadata_", "ToString_" },
            metadata.GetFields().Select(field => field.Name).ToArray());
        StringAssert.Contains(
            harness.Result.Diagnostics.Single().GetMessage(CultureInfo.InvariantCulture),
            "BestV1 ('best-v1', 'best.v1'), LearningRate ('learning-rate', 'learning_rate')",
            StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(LanguageVersion.CSharp7_3)]
    [DataRow(LanguageVersion.Latest)]
    public void Hostile_metadata_stays_text(LanguageVersion language)
    {
        const string Nasty = "\"; #error x {0}{{ */ </c><b> & \u2028\u202e\u0085 '\\u000a //\n#error";
        LockedValue deep = LockedValue.OfText(Nasty);
        for (int i = 0; i < 60; i++)
            deep = LockedValue.OfGroup(ImmutableArray.Create(new LockedProperty("deep", deep)));

        LockedArtifact artifact = WithMetadata(
            new LockedProperty(Nasty, LockedValue.OfText(Nasty)),
            new LockedProperty("list", LockedValue.OfList(ImmutableArray.Create(LockedValue.OfText(Nasty), LockedValue.Null))),
            new LockedProperty("deep", deep),
            new LockedProperty("empty", LockedValue.OfGroup(default)),
            new LockedProperty("long", LockedValue.OfText(string.Concat(Enumerable.Repeat("😀", 500))))) with
        {
            Tags = ImmutableArray.Create(Nasty, "class", "1st", "😀", "", "class"),
        };
        GeneratorHarness harness = new GeneratorHarness(language, "", ("RootNamespace", "Acme")).AddLock(Samples.Lock(artifact)).Run();
        Type metadata = harness.Load().GetType("Acme.Artifacts+Net+Metadata", throwOnError: true)!;

        Assert.AreEqual(Nasty, metadata.GetFields().Select(field => field.GetRawConstantValue()).First(value => Equals(value, Nasty)));
        Assert.AreEqual("{}", Constant(metadata, "Empty"));
        Type folder = metadata.GetNestedType("Deep")!;
        while (folder.GetNestedTypes() is [var inner])
            folder = inner;

        StringAssert.StartsWith((string)folder.GetFields().Single().GetRawConstantValue()!, "{ \"deep\": { \"deep\":", StringComparison.Ordinal);
        Assert.IsFalse(harness.Files["Artifacts.Net.g.cs"].Any(c => c is '\u2028' or '\u202e' or '\u0085' or '\r'), "An invisible character reached the code.");
    }

    private static LockedArtifact WithMetadata(params LockedProperty[] metadata) =>
        Samples.Artifact("a/b/net:latest") with { Metadata = ImmutableArray.Create(metadata) };

    private static Type Load(string text, string name) =>
        GeneratorHarness.RunOn(text, ("RootNamespace", "Acme")).Load().GetType("Acme.Artifacts+" + name, throwOnError: true)!;

    private static object? Constant(Type type, string name)
    {
        FieldInfo field = type.GetField(name)!;
        Assert.IsTrue(field.IsLiteral, name);
        return field.GetRawConstantValue();
    }
}
