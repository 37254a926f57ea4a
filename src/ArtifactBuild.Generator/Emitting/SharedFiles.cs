using System.Text;
using ArtifactBuild.Generator.Options;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Adds the files that all references share: the class around them, and the type of their entries.</summary>
internal static class SharedFiles
{
    public static void Emit(SourceProductionContext output, AccessorStyle style)
    {
        output.AddSource($"{style.ClassName.TrimStart('@')}.g.cs", SourceText.From(WriteRoot(style), Encoding.UTF8));
        output.AddSource("ArtifactEntry.g.cs", SourceText.From(ArtifactEntrySource.Write(style), Encoding.UTF8));
    }

    private static string WriteRoot(AccessorStyle style) => GeneratedFile.Header(style) + $$"""
        namespace {{style.Namespace}}
        {
            /// <summary>The artifacts that the lockfile of the project pins.</summary>
            {{style.Visibility}} static partial class {{style.ClassName}}
            {
            }
        }

        """;
}
