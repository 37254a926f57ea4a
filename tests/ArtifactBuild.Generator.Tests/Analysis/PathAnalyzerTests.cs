using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator.Tests.Analysis;

/// <summary>Which paths in code are reported, and which are left alone.</summary>
[TestClass]
public sealed class PathAnalyzerTests
{
    private static readonly string Lock = Samples.Lock("acme/vision/net:latest", "config.json", "weights/model.onnx", "odd{0}.txt");

    [TestMethod]
    [DataRow("\"artifacts/net/config.jso\"", "artifacts/net/config.jso", "config.jso", "")]
    [DataRow("@\"artifacts\\net\\model.onnx\"", "artifacts/net/model.onnx", "model.onnx", " Did you mean 'artifacts/net/weights/model.onnx'?")]
    [DataRow("\"./artifacts//net/Config.json\"", "artifacts/net/Config.json", "Config.json", " Did you mean 'artifacts/net/config.json'?")]
    [DataRow("\"Artifacts/Net/config.json\"", "Artifacts/Net/config.json", "config.json", " Did you mean 'artifacts/net/config.json'?")]
    [DataRow("\"artifacts/\" + (\"net/\" + \"x\")", "artifacts/net/x", "x", "")]
    [DataRow("\"artifacts\" + \"/\" + \"net\" + (\"/\") + \"x\"", "artifacts/net/x", "x", "")]
    [DataRow("Root + \"net/\" + Root + \"x\"", "artifacts/net/artifacts/x", "artifacts/x", "")]
    [DataRow("Root + \"net/x\"", "artifacts/net/x", "x", "")]
    [DataRow("$\"artifacts/net/{\"x\"}\"", "artifacts/net/x", "x", "")]
    [DataRow("\"\"\"artifacts/net/x\"\"\"", "artifacts/net/x", "x", "")]
    [DataRow("Path.Combine(Root, \"net\", \"x\")", "artifacts/net/x", "x", "")]
    [DataRow("Path.Combine(Folder, \"artifacts/net/x\")", "artifacts/net/x", "x", "")]
    [DataRow("System.IO.Path.Join(AppContext.BaseDirectory, \"artifacts\", \"net\", \"weights\", \"x\")", "artifacts/net/weights/x", "weights/x", "")]
    public async Task A_path_that_is_not_there_is_a_warning(string expression, string path, string entry, string hint)
    {
        Diagnostic found = (await AnalyzeAsync(expression)).Single();

        Assert.AreEqual("ART5503", found.Id);
        Assert.AreEqual(DiagnosticSeverity.Warning, found.Severity);
        Assert.AreEqual(
            $"The path '{path}' does not exist: acme/vision/net:latest (v0) has no entry '{entry}'.{hint}", found.GetMessage(CultureInfo.InvariantCulture));
    }

    [TestMethod]
    [DataRow("\"artifacts/net/config.json\"", "ConfigJson", "RelativePath,FullPath")]
    [DataRow("\"./artifacts/net\" + \"/weights/model.onnx\"", "Weights.ModelOnnx", "RelativePath,FullPath")]
    [DataRow("Path.Combine(\"artifacts\", \"net\", \"config.json\")", "ConfigJson", "RelativePath,FullPath")]
    [DataRow("Path.Combine(AppContext.BaseDirectory, \"artifacts\", \"net\", \"config.json\")", "ConfigJson", "FullPath")]
    [DataRow("Path.Combine(AppDomain.CurrentDomain.BaseDirectory, \"artifacts/net/config.json\")", "ConfigJson", "FullPath")]
    [DataRow("Path.Combine(Folder, \"artifacts/net\", \"config.json\")", "ConfigJson", "RelativePath")]
    [DataRow("\"artifacts/net/odd{0}.txt\"", "Odd0Txt", "RelativePath,FullPath")]
    public async Task A_path_with_an_accessor_is_a_suggestion(string expression, string member, string fixes)
    {
        Diagnostic found = (await AnalyzeAsync(expression)).Single();

        Assert.AreEqual("ART5901", found.Id);
        Assert.AreEqual(DiagnosticSeverity.Info, found.Severity);
        Assert.AreEqual($"Acme.Artifacts.Net.{member} names this file, and the compiler checks it", found.GetMessage(CultureInfo.InvariantCulture));
        Assert.AreEqual(fixes, string.Join(",", AnalysisHarness.Offered(found)));
    }

    [TestMethod]
    [DataRow("\"artifacts/other/x\"")]
    [DataRow("\"artifacts/net\"")]
    [DataRow("\"artifacts/net/\"")]
    [DataRow("\"artifacts/net/weights\"")]
    [DataRow("\"artifacts/net/weights/\"")]
    [DataRow("\"artifacts/net/*.onnx\"")]
    [DataRow("\"artifacts/net/{0}.onnx\"")]
    [DataRow("\"artifacts/net/ is a folder.\"")]
    [DataRow("\"artifacts/net/../x\"")]
    [DataRow("\"/artifacts/net/x\"")]
    [DataRow("\"bin/artifacts/net/x\"")]
    [DataRow("\"artifacts/net/\" + Folder")]
    [DataRow("$\"artifacts/net/{Folder}.txt\"")]
    [DataRow("Path.Combine(\"artifacts/net\", Folder)")]
    [DataRow("Path.Combine(\"artifacts\", \"/net/x\")")]
    [DataRow("string.Join(\"/\", \"artifacts\", \"net\", \"x\")")]
    [DataRow("\"\"")]
    public async Task Everything_else_is_left_alone(string expression) => Assert.IsEmpty(await AnalyzeAsync(expression));

    [TestMethod]
    [DataRow("[Obsolete(\"artifacts/net/config.json\")] class C { }")]
    [DataRow("class C { const string P = \"artifacts/net/config.json\"; }")]
    [DataRow("class C { void M(string p = \"artifacts/net/config.json\") { } }")]
    [DataRow("class C { bool M(string p) => p is \"artifacts/net/config.json\"; }")]
    [DataRow("class C { void M(string p) { switch (p) { case \"artifacts/net/config.json\": break; } } }")]
    [DataRow("class C { void M() { const string P = \"artifacts/net/config.json\"; } }")]
    [DataRow("class C { FormattableString M() => $\"artifacts/net/config.json\"; }")]
    public async Task No_accessor_is_suggested_where_none_may_stand(string code) =>
        Assert.IsEmpty(await AnalysisHarness.AnalyzeAsync("using System; " + code, Lock, ("RootNamespace", "Acme")));

    [TestMethod]
    public async Task A_missing_path_is_reported_where_only_a_constant_may_stand() => Assert.AreEqual(
        "ART5503",
        (await AnalysisHarness.AnalyzeAsync("class C { const string P = \"artifacts/net/x\"; }", Lock)).Single().Id);

    [TestMethod]
    public async Task The_folder_is_that_of_the_reference()
    {
        (string, string)[] options = [("RootNamespace", "Acme"), ("ArtifactReferenceMap", "acme/vision/net>>>models\\net>|acme/vision/big>>>models/big>false")];
        Diagnostic[] found = await AnalysisHarness.AnalyzeAsync(
            Wrap("\"models/net/x\" + \"\"", "\"models/net/config.json\"", "\"artifacts/net/x\"", "\"models/big/x\""), Lock, options);

        CollectionAssert.AreEqual(new[] { "ART5503", "ART5901" }, found.Select(one => one.Id).ToArray());
    }

    [TestMethod]
    public async Task A_folder_shared_with_unknown_entries_has_no_missing_paths() => Assert.IsEmpty(await AnalysisHarness.AnalyzeAsync(
        Wrap("\"models/x\""), Lock, ("ArtifactReferenceMap", "acme/vision/net>>>models>|acme/vision/big>>>models>false")));

    [TestMethod]
    public async Task Two_references_may_share_a_folder()
    {
        string text = Samples.Lock(
            Samples.Artifact("a/b/one:latest", Samples.File("x")), Samples.Artifact("a/b/two:latest", Samples.File("two/y")));
        Diagnostic[] found = await AnalysisHarness.AnalyzeAsync(
            Wrap("\"m/x\"", "\"m/two/y\"", "\"m/z\""), text, ("RootNamespace", "Acme"), ("ArtifactReferenceMap", "a/b/one>>>m>|a/b/two>>>m>"));

        CollectionAssert.AreEqual(new[] { "ART5901", "ART5901", "ART5503" }, found.Select(one => one.Id).ToArray());
    }

    [TestMethod]
    public async Task A_reference_without_members_has_missing_paths_only() => Assert.AreEqual(
        "ART5503",
        (await AnalysisHarness.AnalyzeAsync(
            Wrap("\"artifacts/net/config.json\"", "\"artifacts/net/x\""), Lock, ("ArtifactAccessorsLimit", "1"))).Single().Id);

    [TestMethod]
    [DataRow("")]
    [DataRow("{ \"format\": 2 }")]
    [DataRow("<<<<<<< HEAD")]
    public async Task A_broken_lockfile_is_the_generators_to_report(string text) =>
        Assert.IsEmpty(await AnalysisHarness.AnalyzeAsync(Wrap("\"artifacts/net/x\""), text));

    private static Task<Diagnostic[]> AnalyzeAsync(string expression) =>
        AnalysisHarness.AnalyzeAsync(Wrap(expression), Lock, ("RootNamespace", "Acme"));

    private static string Wrap(params string[] expressions) => $$"""
        using System;
        using System.IO;

        class Code
        {
            const string Root = "artifacts/";
            static readonly string Folder = Environment.CurrentDirectory;
            static object[] All() => new object[] { {{string.Join(", ", expressions)}} };
        }
        """;
}
