using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Shared;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArtifactBuild.Generator.Options;

/// <summary>What the project's properties say about the accessors.</summary>
internal sealed record AccessorSettings(
    string Namespace,
    string ClassName,
    bool IsPublic,
    int Limit,
    string? Entity,
    string? Project,
    string? ReferenceMap)
{
    public const int DefaultLimit = 2000;
    private const string DefaultClassName = "Artifacts";
    private const string DefaultNamespace = "ArtifactBuild.Generated";

    public static AccessorSettings From(AnalyzerConfigOptions options)
    {
        string wantedNamespace = Get("ArtifactNamespace") ?? Get("RootNamespace") ?? DefaultNamespace;
        string className = LegalName.Identifier(Get("ArtifactAccessorsClass") ?? DefaultClassName);
        return new AccessorSettings(
            LegalName.Namespace(wantedNamespace),
            // The other type of the namespace keeps its name, and so does its file, for which case does not count.
            className.Equals("ArtifactEntry", StringComparison.OrdinalIgnoreCase) ? className + "_" : className,
            string.Equals(Get("ArtifactAccessorsVisibility"), "public", StringComparison.OrdinalIgnoreCase),
            Count.Read(Get("ArtifactAccessorsLimit") ?? "") ?? DefaultLimit,
            Get("ArtifactEntity"),
            Get("ArtifactProject"),
            options.TryGetValue("build_property.ArtifactReferenceMap", out string? map) ? map : null);

        string? Get(string property) =>
            options.TryGetValue("build_property." + property, out string? value) && !string.IsNullOrWhiteSpace(value)
                ? value.Trim()
                : null;
    }
}
