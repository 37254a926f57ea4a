using ArtifactBuild.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ArtifactBuild.Generator;

/// <summary>The diagnostics that the generator reports.</summary>
internal static class Diagnostics
{
    private const string Category = "ArtifactBuild";

    public static readonly DiagnosticDescriptor UnreadableLockfile = new(
        "ART5001",
        "The compiler cannot read the lockfile",
        "{0}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: CodePage.Link("ART5001"));

    public static readonly DiagnosticDescriptor WrongProperty = new(
        "ART5002",
        "A property of the accessors cannot be used",
        "The property {0} is {1}. Give {2}.",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: CodePage.Link("ART5002"));

    public static readonly DiagnosticDescriptor CollidingNames = new(
        "ART5501",
        "Several entries ask for the same member name",
        "In {0}, several entries or keys ask for the same member name: {1}. Each of them got a suffix made of its path or text; rename them to get rid of it.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: CodePage.Link("ART5501"));

    public static readonly DiagnosticDescriptor TooManyEntries = new(
        "ART5502",
        "Too many entries for accessors",
        "The {1} entries and the metadata of {0} are more than an assembly can hold, so the class has neither. Set Files to the ones that the code needs, or Accessors to false.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: CodePage.Link("ART5502"));

    public static readonly DiagnosticDescriptor MissingPath = new(
        "ART5503",
        "The path is not in the lockfile",
        "The path '{0}' does not exist: {1} has no entry '{2}'.{3}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: CodePage.Link("ART5503"));

    public static readonly DiagnosticDescriptor PathHasAccessor = new(
        "ART5901",
        "The path has an accessor",
        "{0} names this file, and the compiler checks it",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: CodePage.Link("ART5901"));

    /// <summary>Makes a place in the lockfile; line and column count from 1.</summary>
    public static Location At(string path, int line = 1, int column = 1)
    {
        var position = new LinePosition(line - 1, column - 1);
        return Location.Create(path, default, new LinePositionSpan(position, position));
    }
}
