using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Shared;
using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator.Tests.Generation;

[TestClass]
public sealed class NamingTests
{
    [TestMethod]
    [DataRow("model.onnx", "ModelOnnx")]
    [DataRow("model-v2_final.onnx", "ModelV2FinalOnnx")]
    [DataRow("README.md", "READMEMd")]
    [DataRow("camelCase", "CamelCase")]
    [DataRow("resnet50", "Resnet50")]
    [DataRow("3d", "_3d")]
    [DataRow("über straße.txt", "ÜberStraßeTxt")]
    [DataRow("日本.txt", "日本Txt")]
    [DataRow("class", "Class")]
    [DataRow("a\u00adb\u200dc", "ABC")]
    [DataRow("x\u0301y", "X\u0301y")]
    [DataRow("\u0301y", "_\u0301y")]
    [DataRow("a‿b", "AB")]
    [DataRow("😀", "Unnamed")]
    [DataRow("---", "Unnamed")]
    public void Words_are_joined(string text, string name) => Assert.AreEqual(name, LegalName.Pascal(text));

    [TestMethod]
    public void A_long_name_is_cut() => Assert.AreEqual(new string('A', 128), LegalName.Pascal(new string('A', 300)));

    [TestMethod]
    public void A_collision_gives_every_path_a_suffix_and_one_warning()
    {
        string text = Samples.Lock("a/b/net:latest", "model.onnx", "model_onnx", "Model-Onnx/x", "other.bin");
        GeneratorHarness harness = GeneratorHarness.RunOn(text, ("RootNamespace", "Acme"));
        Type net = harness.Load().GetType("Acme.Artifacts+Net", throwOnError: true)!;

        Assert.IsNotNull(net.GetProperty("ModelOnnx_7ad52493"));
        Assert.IsNotNull(net.GetProperty("ModelOnnx_ba1ad64a"));
        Assert.IsNotNull(net.GetNestedType("ModelOnnx_3f7122ff"));
        Assert.IsNotNull(net.GetProperty("OtherBin"));
        Assert.IsNull(net.GetProperty("ModelOnnx"));
        Diagnostic warning = harness.Result.Diagnostics.Single();
        Assert.AreEqual("ART5501", warning.Id);
        Assert.AreEqual(DiagnosticSeverity.Warning, warning.DefaultSeverity);
        Assert.AreEqual("/src/artifacts.lock.json", warning.Location.GetLineSpan().Path);
        Assert.AreEqual(
            "In a/b/net:latest (v0), several entries or keys ask for the same member name: ModelOnnx ('model.onnx', 'model_onnx', 'Model-Onnx/'). Each of them got a suffix made of its path or text; rename them to get rid of it.",
            warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void A_hash_never_changes()
    {
        Assert.AreEqual("811c9dc5", StableHash.Of(""));
        Assert.AreEqual("2b24d044", StableHash.Of("a"));
    }

    [TestMethod]
    public void Names_of_one_folder_do_not_clash_with_those_of_another()
    {
        string text = Samples.Lock("a/b/net:latest", "a/x.bin", "b/x.bin", "x.bin");

        GeneratorHarness harness = GeneratorHarness.RunOn(text);
        harness.Load();
        Assert.IsEmpty(harness.Result.Diagnostics);
    }

    [TestMethod]
    public void Reserved_names_and_the_name_of_the_enclosing_class_get_an_underscore()
    {
        string[] reserved =
        [
            "name", "version", "type", "digest", "manifest-sha256", "aliases", "entries", "find", "directory-path",
            "equals", "finalize", "get-hash-code", "get-type", "memberwise-clone", "reference-equals", "to-string", "net",
        ];
        string text = Samples.Lock("a/b/net:latest", [.. reserved, .. reserved.Select(name => "in/" + name + "/in/name")]);
        GeneratorHarness harness = GeneratorHarness.RunOn(text, ("RootNamespace", "Acme"));
        Type net = harness.Load().GetType("Acme.Artifacts+Net", throwOnError: true)!;

        foreach (string name in reserved)
            Assert.IsNotNull(net.GetProperty(LegalName.Pascal(name) + "_"), name);

        Assert.IsNotNull(net.GetNestedType("In")!.GetNestedType("Find_")!.GetNestedType("In")!.GetProperty("Name_"));
        Assert.IsNotNull(net.GetNestedType("In")!.GetNestedType("Net"));
        Assert.IsEmpty(harness.Result.Diagnostics);
    }

    [TestMethod]
    public void Twins_that_differ_in_case_have_their_own_names()
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(
            Samples.Lock("a/b/net:latest", "Data/a", "data/b", "DATA/c"), ("RootNamespace", "Acme"), ("ArtifactAccessorsVisibility", "public"));
        Type net = harness.Load().GetType("Acme.Artifacts+Net", throwOnError: true)!;

        Assert.IsNotNull(net.GetNestedType("DATA")!.GetProperty("C"));
        Assert.IsNotNull(net.GetNestedType("Data_" + StableHash.Of("Data/"))!.GetProperty("A"));
        Assert.IsNotNull(net.GetNestedType("Data_" + StableHash.Of("data/"))!.GetProperty("B"));
    }

    [TestMethod]
    public void A_very_deep_path_ends_in_one_member()
    {
        string path = string.Concat(Enumerable.Repeat("d/", 500)) + "x";
        GeneratorHarness harness = GeneratorHarness.RunOn(Samples.Lock("a/b/net:latest", path), ("RootNamespace", "Acme"));
        Type type = harness.Load().GetType("Acme.Artifacts+Net", throwOnError: true)!;
        for (int depth = 0; depth < 16; depth++)
            type = type.GetNestedTypes().Single();

        Assert.AreEqual(new string('D', 128), type.GetProperties().Single(property => property.PropertyType.Name == "ArtifactEntry").Name);
    }

    [TestMethod]
    [DataRow("a/b/net:latest", "Net", null, null)]
    [DataRow("a/vision/net:latest", "Net_Vision", "a/text/net:best", "Net_Text")]
    [DataRow("a/b/net:v1", "Net_V1", "a/b/net:production", "Net_Production")]
    [DataRow("a/b/net:latest", "Net_A_B", "c/b/net:latest", "Net_C_B")]
    [DataRow("a/b/net-x:latest", "NetX_060e695d", "a/b/net_x:latest", "NetX_5d060b5f")]
    [DataRow("a/b/NET:v1", "NET_V1", "a/b/net:v2", "Net_V2")]
    [DataRow("a/b/artifacts:v1", "Artifacts_", "a/b/to-string:v1", "ToString_")]
    public void References_of_one_name_get_what_tells_them_apart(string first, string firstName, string? second, string? secondName)
    {
        ReferenceRequest[] requests = [.. new[] { first, second }.OfType<string>().Select(one => ReferenceRequest.Parse(one)!)];

        CollectionAssert.AreEqual(
            new[] { firstName, secondName }.OfType<string>().ToArray(), ReferenceClassNames.Assign(requests, "Artifacts"));
    }
}
