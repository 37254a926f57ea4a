using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ArtifactBuild.Architecture.Tests;

/// <summary>Which files of a project know which others, as the compiler binds their names. The partial files of a type are one.</summary>
internal sealed class CodeMap
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private readonly string _project;
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);

    private CodeMap(string project) => _project = project;

    public IReadOnlyList<string> Files { get; private set; } = [];

    public IReadOnlyList<Arrow> Arrows { get; private set; } = [];

    public static CodeMap Of(string project)
    {
        var map = new CodeMap(project);
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        List<SyntaxTree> trees = [.. SourceFolder.FilesOf(project)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            project,
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            Libraries(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        foreach (SyntaxTree tree in trees)
            map.Join(compilation, tree);
        var uses = new Dictionary<(string From, string To), (int Count, string Example)>();
        foreach (SyntaxTree tree in trees)
            map.Follow(compilation, tree, uses);
        map.Files = [.. map._nodes.Values.Distinct(StringComparer.Ordinal)];
        map.Arrows = [.. uses.Select(use => new Arrow(use.Key.From, use.Key.To, use.Value.Count, use.Value.Example))];
        return map;
    }

    /// <summary>The folder of a file; a dot for the project's own.</summary>
    public static string FolderOf(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.LastIndexOf('/')] : ".";

    private static IEnumerable<MetadataReference> Libraries() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("ArtifactBuild", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));

    private void Join(CSharpCompilation compilation, SyntaxTree tree)
    {
        _nodes.TryAdd(tree.FilePath, SourceFolder.Below(_project, tree.FilePath));
        SemanticModel model = compilation.GetSemanticModel(tree);
        foreach (BaseTypeDeclarationSyntax type in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax))
        {
            string[] parts = [.. model.GetDeclaredSymbol(type)!.DeclaringSyntaxReferences
                .Select(part => part.SyntaxTree.FilePath).Distinct(StringComparer.Ordinal).OrderBy(file => file.Length)];
            foreach (string part in parts.Length > 1 ? parts : [])
                _nodes[part] = SourceFolder.Below(_project, parts[0]);
        }
    }

    private void Follow(CSharpCompilation compilation, SyntaxTree tree, Dictionary<(string, string), (int, string)> uses)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        string from = _nodes[tree.FilePath];
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null))
        {
            SymbolInfo bound = model.GetSymbolInfo(name);
            if (TypeOf(bound.Symbol ?? bound.CandidateSymbols.FirstOrDefault()) is not INamedTypeSymbol type
                || type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath is not { Length: > 0 } file
                || _nodes[file] == from)
            {
                continue;
            }

            (int count, string example) = uses.GetValueOrDefault((from, _nodes[file]), (0, name.Identifier.Text));
            uses[(from, _nodes[file])] = (count + 1, example);
        }
    }

    // The outermost type: nested ones stand in its file.
    private static INamedTypeSymbol? TypeOf(ISymbol? symbol)
    {
        if (symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or IRangeVariableSymbol or ILabelSymbol)
            return null;
        ISymbol definition = symbol is IMethodSymbol { ReducedFrom: IMethodSymbol extension } ? extension : symbol.OriginalDefinition;
        INamedTypeSymbol? type = definition as INamedTypeSymbol ?? definition.ContainingType;
        while (type?.ContainingType is not null)
            type = type.ContainingType;
        return type;
    }
}
