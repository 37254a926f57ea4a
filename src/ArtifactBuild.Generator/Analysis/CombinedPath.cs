using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ArtifactBuild.Generator.Analysis;

/// <summary>A call of Path.Combine or Path.Join whose last arguments are constants, which make a path together.</summary>
/// <param name="Call">The call.</param>
/// <param name="First">The index of the first of these arguments.</param>
/// <param name="Text">The path.</param>
/// <param name="IsBesideProgram">Whether the only other argument is the folder of the running program.</param>
internal sealed record CombinedPath(InvocationExpressionSyntax Call, int First, string Text, bool IsBesideProgram)
{
    /// <summary>Gets a value indicating whether an accessor can take the place of the whole call.</summary>
    public bool IsWhole => First == 0 || IsBesideProgram;

    /// <summary>Gets where the path stands.</summary>
    public Location Location => IsWhole
        ? Call.GetLocation()
        : Call.SyntaxTree.GetLocation(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(
            Call.ArgumentList.Arguments[First].SpanStart, Call.ArgumentList.Arguments.Last().Span.End));

    /// <summary>Says whether an expression is an argument of such a call.</summary>
    public static bool IsArgument(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && IsCombination(call, model, cancellationToken);

    public static CombinedPath? Read(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (!IsCombination(call, model, cancellationToken))
            return null;

        int first = arguments.Count;
        var parts = new string[first];
        while (first > 0
            && arguments[first - 1].NameColon is null
            && ConstantText.ValueOf(arguments[first - 1].Expression, model, cancellationToken) is { } text)
        {
            parts[--first] = text;
        }

        IEnumerable<string> constants = parts.Skip(first).Where(static part => part.Length > 0);
        // A rooted part makes the others void, or, in Join, is more than it seems.
        return first == arguments.Count || constants.Any(static part => part[0] is '/' or '\\')
            ? null
            : new CombinedPath(
                call, first, string.Join("/", constants), first == 1 && IsProgramFolder(arguments[0].Expression, model, cancellationToken));
    }

    private static bool IsCombination(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        string? name = call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            _ => null,
        };
        return name is "Combine" or "Join"
            && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { ContainingType: { Name: "Path" } type }
            && type.ContainingNamespace.ToDisplayString() == "System.IO";
    }

    private static bool IsProgramFolder(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(expression, cancellationToken).Symbol is IPropertySymbol { Name: "BaseDirectory", ContainingType: { Name: "AppContext" or "AppDomain" } type }
        && type.ContainingNamespace.ToDisplayString() == "System";
}
