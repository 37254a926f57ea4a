using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator.Tests.Analysis;

/// <summary>What the code fix makes of code, and that the code still says the same.</summary>
[TestClass]
public sealed class UseAccessorTests
{
    private static readonly string Lock = Samples.Lock("acme/vision/net:latest", "config.json", "weights/model.onnx", "a-b", "a_b");

    [TestMethod]
    [DataRow("\"artifacts/net/config.json\"", "Artifacts.Net.ConfigJson.RelativePath")]
    [DataRow("/* a */ (\"artifacts/net/\" + \"config.json\") /* b */", "/* a */ Artifacts.Net.ConfigJson.RelativePath /* b */")]
    [DataRow("Path.Combine(\"artifacts\", \"net/weights\", \"model.onnx\")", "Artifacts.Net.Weights.ModelOnnx.RelativePath")]
    [DataRow("Path.Combine(Folder, \"artifacts\", \"net\", \"config.json\")", "Path.Combine(Folder, Artifacts.Net.ConfigJson.RelativePath)")]
    [DataRow("Path.Combine(Folder, Folder, \"artifacts/net/config.json\")", "Path.Combine(Folder, Folder, Artifacts.Net.ConfigJson.RelativePath)")]
    [DataRow("\"artifacts/net/a-b\"", "Artifacts.Net.AB_\u0023.RelativePath")]
    public async Task The_relative_path_is_the_same_text(string expression, string replacement)
    {
        (Compilation before, Compilation after, string code) = await AnalysisHarness.FixAsync(Wrap(expression), Lock, "RelativePath");

        Assert.AreEqual(Wrap(replacement.Replace("#", Naming.StableHash.Of("a-b"), StringComparison.Ordinal)), code);
        Assert.AreEqual(Run(before), Run(after));
    }

    [TestMethod]
    [DataRow("Path.Combine(AppContext.BaseDirectory, \"artifacts\", \"net\", \"config.json\")", "Artifacts.Net.ConfigJson.FullPath")]
    [DataRow("Path.Join(AppContext.BaseDirectory, \"artifacts/net/weights/model.onnx\")", "Artifacts.Net.Weights.ModelOnnx.FullPath")]
    public async Task The_full_path_is_the_same_path(string expression, string replacement)
    {
        (Compilation before, Compilation after, string code) = await AnalysisHarness.FixAsync(Wrap(expression), Lock, "FullPath");

        Assert.AreEqual(Wrap(replacement), code);
        Assert.AreEqual(Path.GetFullPath(Run(before)), Path.GetFullPath(Run(after)));
    }

    [TestMethod]
    public async Task A_relative_path_can_become_the_one_beside_the_program()
    {
        (_, Compilation after, string code) = await AnalysisHarness.FixAsync(Wrap("\"artifacts/net/config.json\""), Lock, "FullPath");

        Assert.AreEqual(Wrap("Artifacts.Net.ConfigJson.FullPath"), code);
        Assert.AreEqual(Path.Combine(AppContext.BaseDirectory, "artifacts", "net", "config.json"), Run(after));
    }

    [TestMethod]
    public async Task Outside_the_namespace_the_name_is_longer()
    {
        string source = Wrap("\"artifacts/net/config.json\"").Replace("namespace Acme.App", "namespace Elsewhere", StringComparison.Ordinal);
        (_, Compilation after, string code) = await AnalysisHarness.FixAsync(source, Lock, "RelativePath");

        StringAssert.Contains(code, "=> Acme.Artifacts.Net.ConfigJson.RelativePath;", StringComparison.Ordinal);
        Assert.IsEmpty(after.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error));
    }

    private static string Run(Compilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.IsTrue(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
        return (string)assembly.GetType("Acme.App.Code", throwOnError: true)!.GetMethod("Value")!.Invoke(null, null)!;
    }

    private static string Wrap(string expression) => $$"""
        using System;
        using System.IO;

        namespace Acme.App
        {
            public static class Code
            {
                private static readonly string Folder = Path.Combine("root", Environment.NewLine.Trim());

                public static string Value() => {{expression}};
            }
        }
        """;
}
