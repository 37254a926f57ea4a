using System.Collections.Immutable;
using ArtifactBuild.Generator;
using ArtifactBuild.Generator.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArtifactBuild.Bench.Generator;

/// <summary>What the analyzer of paths costs a build of a project that has none.</summary>
internal static class AnalyzerCost
{
    /// <summary>Measures the time inside the analyzer, the reading of the lockfile included.</summary>
    public static double Measure()
    {
        AdditionalText lockfile = Lock.Of(10_000);
        var options = new BuildOptions(2_000);
        CSharpGeneratorDriver.Create([new ArtifactAccessorGenerator().AsSourceGenerator()], [lockfile], optionsProvider: options)
            .RunGeneratorsAndUpdateCompilation(UserProject.Compile(100), out Compilation compilation, out _);
        var analyzer = new ArtifactPathAnalyzer();
        var analysis = compilation.WithAnalyzers(
            [analyzer],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([lockfile], options), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        ImmutableArray<Diagnostic> found = analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        if (found.Length > 0)
            throw new InvalidOperationException("The project has no paths.");

        return analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None).GetAwaiter().GetResult().ExecutionTime.TotalMilliseconds;
    }
}
