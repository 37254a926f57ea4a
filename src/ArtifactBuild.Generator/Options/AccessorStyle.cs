using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArtifactBuild.Generator.Options;

/// <summary>What all generated files have in common.</summary>
internal sealed record AccessorStyle(string Namespace, string ClassName, bool IsPublic, int Limit, bool HasNullable)
{
    public string Visibility => IsPublic ? "public" : "internal";

    public string EntryType { get; } = "global::" + Namespace + ".ArtifactEntry";

    public static AccessorStyle From(AccessorSettings settings, ParseOptions options) => new(
        settings.Namespace,
        settings.ClassName,
        settings.IsPublic,
        settings.Limit,
        options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 });

    /// <summary>Gives the name of a reference type that may be null.</summary>
    public string OrNull(string type) => HasNullable ? type + "?" : type;
}
