using System.Collections.Immutable;
using ArtifactBuild.Lockfiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArtifactBuild.Generator.Analysis;

/// <summary>Compares the paths in code that lead into an artifact's folder with what the lockfile pins.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ArtifactPathAnalyzer : DiagnosticAnalyzer
{
    // The text stays the same from one edit of code to the next, and so does what reading it gave.
    private static readonly SourceTextValueProvider<LockfileReadResult> Reading = new(static text => LockfileReader.Read(text.ToString()));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Diagnostics.MissingPath, Diagnostics.PathHasAccessor];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.SyntaxTrees.FirstOrDefault()?.Options is not { } parseOptions)
                return;

            var folders = PinnedFolders.Of(
                start.Options, parseOptions, text => start.TryGetValue(text, Reading, out LockfileReadResult? result) ? result : null, start.CancellationToken);
            if (folders.IsEmpty)
                return;

            start.RegisterSyntaxNodeAction(
                node => CheckText(node, folders), SyntaxKind.StringLiteralExpression, SyntaxKind.InterpolatedStringExpression);
            start.RegisterSyntaxNodeAction(node => CheckCall(node, folders), SyntaxKind.InvocationExpression);
        });
    }

    private static void CheckText(SyntaxNodeAnalysisContext context, PinnedFolders folders)
    {
        if (ConstantText.FindWhole((ExpressionSyntax)context.Node) is { } whole
            && ConstantText.ValueOf(whole, context.SemanticModel, context.CancellationToken) is { } text
            && OutputPath.Normalize(text) is { } path
            && folders.Judge(path) is { } finding
            && !CombinedPath.IsArgument(whole, context.SemanticModel, context.CancellationToken))
        {
            bool isReplaceable = ConstantText.IsReplaceable(whole, context.SemanticModel, context.CancellationToken);
            Report(context, finding, path, whole.GetLocation(), isReplaceable ? AccessorFinding.RelativePlace : null);
        }
    }

    private static void CheckCall(SyntaxNodeAnalysisContext context, PinnedFolders folders)
    {
        if (CombinedPath.Read((InvocationExpressionSyntax)context.Node, context.SemanticModel, context.CancellationToken) is { } call
            && OutputPath.Normalize(call.Text) is { } path
            && folders.Judge(path) is { } finding)
        {
            Report(context, finding, path, call.Location, call.IsBesideProgram ? AccessorFinding.FullPlace : call.IsWhole ? AccessorFinding.RelativePlace : AccessorFinding.ArgumentsPlace);
        }
    }

    private static void Report(SyntaxNodeAnalysisContext context, PathFinding finding, string path, Location location, string? place)
    {
        if (finding.MissingIn is { } folder)
        {
            string rest = path.Substring(folder.Path.Length);
            string hint = folder.FindSimilar(rest) is { } similar ? $" Did you mean '{folder.Path}{similar}'?" : "";
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.MissingPath, location, path, folder.Shown, rest, hint));
        }
        else if (finding.Member is { } member && place is not null)
        {
            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty
                .Add(AccessorFinding.AccessorProperty, member).Add(AccessorFinding.PlaceProperty, place);
            context.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.PathHasAccessor, location, properties, member.Substring("global::".Length)));
        }
    }
}
