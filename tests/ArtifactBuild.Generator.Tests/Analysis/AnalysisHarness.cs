using System.Collections.Immutable;
using ArtifactBuild.CodeFixes;
using ArtifactBuild.Generator.Analysis;
using ArtifactBuild.Generator.Tests.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArtifactBuild.Generator.Tests.Analysis;

/// <summary>Runs the analyzer and the code fix on code beside a lockfile, with the accessors that the generator makes.</summary>
internal static class AnalysisHarness
{
    /// <summary>Analyzes code.</summary>
    /// <returns>What is found, in the order of the code.</returns>
    public static async Task<Diagnostic[]> AnalyzeAsync(string source, string lockText, params (string Property, string Value)[] properties)
    {
        GeneratorHarness harness = new GeneratorHarness(LanguageVersion.Latest, source, properties).AddLock(lockText).Run();
        Compilation compilation = harness.Output.WithOptions(Lenient(harness.Output.Options));
        Assert.AreEqual("", string.Join("\n", compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return await AnalyzeAsync(compilation, lockText, properties);
    }

    /// <summary>Applies the fix of the first finding.</summary>
    /// <returns>The code before and after, compiled.</returns>
    public static async Task<(Compilation Before, Compilation After, string Code)> FixAsync(string source, string lockText, string member)
    {
        GeneratorHarness harness = new GeneratorHarness(LanguageVersion.Latest, source, ("RootNamespace", "Acme")).AddLock(lockText).Run();
        using var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Consumer", "Consumer", LanguageNames.CSharp,
            parseOptions: harness.Compilation.SyntaxTrees[0].Options,
            compilationOptions: Lenient(harness.Compilation.Options),
            metadataReferences: harness.Compilation.References));
        Document document = project.AddDocument("Code.cs", source);
        project = document.Project;
        foreach ((string name, string code) in harness.Files)
            project = project.AddDocument(name, code).Project;

        document = project.GetDocument(document.Id)!;
        Compilation before = (await project.GetCompilationAsync())!;
        Diagnostic[] found = await AnalyzeAsync(before, lockText, [("RootNamespace", "Acme")]);
        var actions = new List<CodeAction>();
        await new UseAccessorCodeFix().RegisterCodeFixesAsync(
            new CodeFixContext(document, found.First(one => one.Id == "ART5901"), (action, _) => actions.Add(action), CancellationToken.None));
        CodeAction chosen = actions.Single(action => action.EquivalenceKey == member);
        ImmutableArray<CodeActionOperation> operations = await chosen.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Document after = changed.GetDocument(document.Id)!;
        return (before, (await after.Project.GetCompilationAsync())!, (await after.GetTextAsync()).ToString());
    }

    /// <summary>Lists the keys of the fixes that are offered for the first finding.</summary>
    public static string[] Offered(Diagnostic diagnostic)
    {
        var keys = new List<string>();
        using var workspace = new AdhocWorkspace();
        Document document = workspace.AddProject("Consumer", LanguageNames.CSharp).AddDocument("Code.cs", "");
        new UseAccessorCodeFix().RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => keys.Add(action.EquivalenceKey!), CancellationToken.None)).Wait();
        return [.. keys];
    }

    // The code of a test has no documentation.
    private static CompilationOptions Lenient(CompilationOptions options) => options.WithGeneralDiagnosticOption(ReportDiagnostic.Default);

    private static async Task<Diagnostic[]> AnalyzeAsync(Compilation compilation, string lockText, (string Property, string Value)[] properties)
    {
        var options = new AnalyzerOptions([GeneratorHarness.MakeText("/src/artifacts.lock.json", lockText)], new Generation.Options(properties));
        var failures = new List<Exception>();
        var analysis = compilation.WithAnalyzers(
            [new ArtifactPathAnalyzer()],
            new CompilationWithAnalyzersOptions(
                options,
                (exception, _, _) =>
                {
                    lock (failures)
                        failures.Add(exception);
                },
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> found = await analysis.GetAnalyzerDiagnosticsAsync();
        Assert.IsEmpty(failures);
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}
