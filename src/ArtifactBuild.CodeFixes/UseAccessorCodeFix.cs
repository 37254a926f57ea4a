using System.Collections.Immutable;
using System.Composition;
using ArtifactBuild.Generator.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace ArtifactBuild.CodeFixes;

/// <summary>Replaces a path in code by the accessor of the file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseAccessorCodeFix))]
[Shared]
public sealed class UseAccessorCodeFix : CodeFixProvider
{
    private const string RelativeMember = "RelativePath";
    private const string FullMember = "FullPath";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [AccessorFinding.Code];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(AccessorFinding.AccessorProperty, out string? accessor) || accessor is null
                || !diagnostic.Properties.TryGetValue(AccessorFinding.PlaceProperty, out string? place))
            {
                continue;
            }

            // The relative path is the text that stands in the code; the full path is another text, for the place that is meant as a rule.
            if (place != AccessorFinding.FullPlace)
                Register(context, diagnostic, accessor, RelativeMember, "the same relative path", place == AccessorFinding.ArgumentsPlace);
            if (place != AccessorFinding.ArgumentsPlace)
                Register(context, diagnostic, accessor, FullMember, "the full path beside the program", false);
        }

        return Task.CompletedTask;
    }

    private static void Register(CodeFixContext context, Diagnostic diagnostic, string accessor, string member, string what, bool isArguments)
    {
        string shown = accessor.Substring(accessor.IndexOf("::", StringComparison.Ordinal) + 2);
        context.RegisterCodeFix(
            CodeAction.Create(
                $"Use {shown}.{member} ({what})",
                token => ReplaceAsync(context.Document, diagnostic, accessor + "." + member, isArguments, token),
                equivalenceKey: member),
            diagnostic);
    }

    private static async Task<Document> ReplaceAsync(
        Document document, Diagnostic diagnostic, string expression, bool isArguments, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
            return document;

        ExpressionSyntax accessor = SyntaxFactory.ParseExpression(expression).WithAdditionalAnnotations(Simplifier.Annotation);
        SyntaxNode changed = isArguments
            ? ReplaceArguments(root, diagnostic, accessor)
            : ReplaceExpression(root, diagnostic, accessor);
        return document.WithSyntaxRoot(changed);
    }

    private static SyntaxNode ReplaceExpression(SyntaxNode root, Diagnostic diagnostic, ExpressionSyntax accessor)
    {
        SyntaxNode old = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return root.ReplaceNode(old, accessor.WithTriviaFrom(old));
    }

    private static SyntaxNode ReplaceArguments(SyntaxNode root, Diagnostic diagnostic, ExpressionSyntax accessor)
    {
        if (root.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<ArgumentSyntax>() is not { Parent: ArgumentListSyntax list } first)
            return root;

        int index = list.Arguments.IndexOf(first);
        ArgumentSyntax last = list.Arguments.Last();
        SeparatedSyntaxList<ArgumentSyntax> arguments = list.Arguments;
        while (arguments.Count > index + 1)
            arguments = arguments.RemoveAt(arguments.Count - 1);

        ArgumentSyntax changed = SyntaxFactory.Argument(accessor)
            .WithLeadingTrivia(first.GetLeadingTrivia()).WithTrailingTrivia(last.GetTrailingTrivia());
        return root.ReplaceNode(list, list.WithArguments(arguments.Replace(arguments[index], changed)));
    }
}
