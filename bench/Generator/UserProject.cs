using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArtifactBuild.Bench.Generator;

/// <summary>The code of a project, which has nothing to do with artifacts.</summary>
internal static class UserProject
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Compile(int classes) => CSharpCompilation.Create(
        "Consumer", Enumerable.Range(0, classes).Select(i => Class(i, 0)), References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>Changes one class, as somebody who types does.</summary>
    public static CSharpCompilation Edit(CSharpCompilation compilation, int edit) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Class(0, edit));

    private static SyntaxTree Class(int index, int edit)
    {
        string methods = string.Concat(Enumerable.Range(0, 10).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""
                public static System.Collections.Generic.List<string> M{{i}}(int count)
                {
                    var list = new System.Collections.Generic.List<string>();
                    for (int i = {{edit}}; i < count; i++)
                        list.Add($"{i}: {list.Count + C{{index}}.Number}".Trim());
                    return list.FindAll(text => text.Length > {{i}});
                }

            """)));
        return CSharpSyntaxTree.ParseText(string.Create(CultureInfo.InvariantCulture, $$"""
            namespace Acme.App
            {
                public static class C{{index}}
                {
                    public const int Number = {{edit}};
            {{methods}}
                }
            }
            """));
    }
}
