using System.Collections.Immutable;
using System.Reflection;
using ArtifactBuild.Lockfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArtifactBuild.Generator.Tests.Generation;

/// <summary>Compiles generated code of every feature as projects old and new would; every warning is an error.</summary>
[TestClass]
public sealed class LanguageTests
{
    private const string Source = """
        [assembly: System.CLSCompliant(true)]
        namespace Acme.App
        {
            internal static class Consumer
            {
                public const string Labels = Artifacts.Resnet50.Version + Artifacts.Resnet50.Alias.Production + Artifacts.Resnet50.Tag.Quantized
                    + Artifacts.Resnet50.Metadata.TrainedBy + Artifacts.Resnet50.Metadata.Classes + Artifacts.Resnet50.Metadata.Optimizer.Name;

                public const double Accuracy = Artifacts.Resnet50.Metadata.Accuracy * Artifacts.Resnet50.Metadata.Epochs;

                public static string First() => Artifacts.Resnet50.Weights.ModelOnnx.Path + Labels + Artifacts.Resnet50._3d.Name_.Size;
            }
        }
        """;

    public static IEnumerable<object[]> Projects =>
        from framework in new[] { "net48", "netstandard2.0", "net10.0" }
        from language in new[] { LanguageVersion.CSharp7_3, LanguageVersion.CSharp8, LanguageVersion.CSharp9, LanguageVersion.CSharp12, LanguageVersion.Latest, LanguageVersion.Preview }
        from visibility in new[] { "internal", "public" }
        select new object[] { framework, language, visibility };

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Generated_code_compiles_without_a_warning(string framework, LanguageVersion language, string visibility)
    {
        Lockfile golden = Samples.GoldenLockfile;
        string text = LockfileWriter.Write(new Lockfile(ImmutableArray.Create(
            golden.Artifacts[0],
            golden.Artifacts[1],
            golden.Artifacts[2] with { Entries = ImmutableArray.Create([.. golden.Artifacts[2].Entries, Samples.File("3d/name")]) })));
        GeneratorHarness harness = new GeneratorHarness(
            References(framework), language, Source, ("RootNamespace", "Acme.App"), ("ArtifactAccessorsVisibility", visibility)).AddLock(text).Run();

        harness.Emit().Dispose();

        Assert.IsEmpty(harness.Result.Diagnostics);
        Assert.AreEqual(language >= LanguageVersion.CSharp8, harness.Files["ArtifactEntry.g.cs"].Contains("#nullable enable", StringComparison.Ordinal));
    }

    [TestMethod]
    [DataRow("internal")]
    [DataRow("public")]
    public void The_visibility_is_that_of_the_option(string visibility)
    {
        Assembly assembly = GeneratorHarness.RunOn(Samples.Golden, ("RootNamespace", "Acme.App"), ("ArtifactAccessorsVisibility", visibility)).Load();

        Assert.AreEqual(visibility == "public", assembly.GetType("Acme.App.Artifacts", throwOnError: true)!.IsPublic);
        Assert.AreEqual(visibility == "public", assembly.GetType("Acme.App.ArtifactEntry", throwOnError: true)!.IsPublic);
    }

    [TestMethod]
    [DataRow("models", "models")]
    [DataRow("record", "record")]
    [DataRow("artifactentry", "artifactentry_")]
    [DataRow("System", "System")]
    public void An_odd_class_name_compiles(string name, string type)
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(Samples.Golden, ("RootNamespace", "Acme"), ("ArtifactAccessorsClass", name));

        Assert.IsNotNull(harness.Load().GetType($"Acme.{type}+Resnet50"));
    }

    private static ImmutableArray<MetadataReference> References(string framework) => framework == "net10.0"
        ? GeneratorHarness.Net10
        : [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "frameworks", framework)).Select(path => MetadataReference.CreateFromFile(path))];
}
