using System.Text;
using ArtifactBuild.Generator.Tests.Generation;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArtifactBuild.Generator.Tests.Fuzz;

/// <summary>Damaged lockfiles in the compiler: at worst one clear error, never an exception.</summary>
[TestClass]
public sealed class GeneratorFuzzTests
{
    private const string Path = "/src/artifacts.lock.json";
    private static readonly byte[] Document = Encoding.UTF8.GetBytes(Samples.Golden);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void The_generator_bears_damaged_lockfiles()
    {
        CSharpCompilation compilation = CSharpCompilation.Create("Consumer");
        AdditionalText empty = GeneratorHarness.MakeText(Path, "");
        // Every document starts here: what another one left would hide how long a second look takes.
        GeneratorDriver start = CSharpGeneratorDriver.Create(new ArtifactAccessorGenerator())
            .WithUpdatedAnalyzerConfigOptions(new Generation.Options([("RootNamespace", "Acme")]))
            .AddAdditionalTexts([empty])
            .RunGenerators(compilation);
        int parsed = 0;

        (string report, int good) = FuzzRun.Of(Document, damaged =>
        {
            GeneratorDriver driver = start
                .ReplaceAdditionalText(empty, GeneratorHarness.MakeText(Path, Encoding.UTF8.GetString(damaged)))
                .RunGenerators(compilation);
            GeneratorRunResult result = driver.GetRunResult().Results.Single();
            if (result.Exception is not null)
                throw result.Exception;

            bool isGood = result.Diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
            Assert.AreEqual(isGood ? 0 : 1, result.Diagnostics.Count(diagnostic => diagnostic.Id == "ART5001"));
            if (isGood && ++parsed % 20 == 0)
                AssertIsCode(result);

            return isGood;
        });

        TestContext.WriteLine(report);
        Assert.IsGreaterThan(FuzzRun.Count / 50, good);
    }

    [TestMethod]
    public void The_reader_bears_damaged_lockfiles()
    {
        (string report, int good) = FuzzRun.Of(Document, static damaged =>
        {
            LockfileReadResult result = LockfileReader.Read(Encoding.UTF8.GetString(damaged));
            Assert.IsTrue(result.Lockfile is null != result.Error is null);
            // What is taken for good can be written, and is the same when it is read again.
            if (result.Lockfile is { } lockfile)
                Assert.AreEqual(lockfile, LockfileReader.Read(LockfileWriter.Write(lockfile)).Lockfile);

            return result.Lockfile is not null;
        });

        TestContext.WriteLine(report);
        Assert.IsGreaterThan(FuzzRun.Count / 50, good);
    }

    private static void AssertIsCode(GeneratorRunResult result)
    {
        foreach (GeneratedSourceResult source in result.GeneratedSources)
            Assert.IsEmpty(source.SyntaxTree.GetDiagnostics(), source.SourceText.ToString());
    }
}
