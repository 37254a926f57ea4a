using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ArtifactBuild.Generator.Analysis;

/// <summary>Text in code that is known when it is compiled.</summary>
internal static class ConstantText
{
    /// <summary>Finds the whole expression that a literal is the first part of.</summary>
    /// <returns>The expression; null when another literal in it comes first, so that each is looked at once.</returns>
    public static ExpressionSyntax? FindWhole(ExpressionSyntax literal)
    {
        ExpressionSyntax whole = literal;
        while (true)
        {
            // The usual case of a literal that is not the first one, found without a walk to the top of a long sum.
            if (whole.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum && sum.Right == whole
                && (IsLiteral(sum.Left) || (sum.Left is BinaryExpressionSyntax { Right: { } before } && IsLiteral(before))))
            {
                return null;
            }

            if (whole.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } or ParenthesizedExpressionSyntax)
                whole = (ExpressionSyntax)whole.Parent;
            else if (whole.Parent is InterpolationSyntax { Parent: InterpolatedStringExpressionSyntax outer })
                whole = outer;
            else
                break;
        }

        return whole == literal || whole.DescendantNodesAndSelf().First(static node => IsLiteral(node)) == literal ? whole : null;
    }

    public static string? ValueOf(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression)
            ? literal.Token.ValueText
            : model.GetConstantValue(expression, cancellationToken).Value as string;

    /// <summary>Says whether something that is not a constant may stand where an expression stands.</summary>
    public static bool IsReplaceable(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in expression.Ancestors())
        {
            switch (node)
            {
                case AttributeArgumentSyntax or ParameterSyntax or SwitchLabelSyntax or ConstantPatternSyntax or GotoStatementSyntax:
                case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                case LocalDeclarationStatementSyntax { IsConst: true }:
                    return false;
                case StatementSyntax or MemberDeclarationSyntax:
                    return IsText(expression, model, cancellationToken);
            }
        }

        return false;
    }

    private static bool IsLiteral(SyntaxNode node) => node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression);

    // An interpolated string may become a FormattableString or the argument of a handler, which a string cannot.
    private static bool IsText(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        expression is not InterpolatedStringExpressionSyntax
        || model.GetTypeInfo(expression, cancellationToken).ConvertedType is { SpecialType: SpecialType.System_String or SpecialType.System_Object };
}
