using System.Collections.Immutable;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Shared;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArtifactBuild.Generator.Options;

/// <summary>What the project's properties say about the accessors; what can't be used counts as not given.</summary>
internal sealed record AccessorSettings(
    string Namespace,
    string ClassName,
    bool IsPublic,
    int Limit,
    string? Entity,
    string? Project,
    string? ReferenceMap,
    EquatableArray<WrongProperty> Wrong)
{
    public const int DefaultLimit = 2000;
    private const string DefaultClassName = "Artifacts";
    private const string DefaultNamespace = "ArtifactBuild.Generated";

    public static AccessorSettings From(AnalyzerConfigOptions options)
    {
        ImmutableArray<WrongProperty>.Builder wrong = ImmutableArray.CreateBuilder<WrongProperty>();
        string wantedNamespace = Get("ArtifactNamespace") ?? Get("RootNamespace") ?? DefaultNamespace;
        string className = LegalName.Identifier(Get("ArtifactAccessorsClass") ?? DefaultClassName);
        return new AccessorSettings(
            LegalName.Namespace(wantedNamespace),
            // The other type of the namespace keeps its name, and so does its file, for which case does not count.
            className.Equals("ArtifactEntry", StringComparison.OrdinalIgnoreCase) ? className + "_" : className,
            Read("ArtifactAccessorsVisibility", ReadVisibility, "internal or public") ?? false,
            Read("ArtifactAccessorsLimit", Count.Read, Count.Form) ?? DefaultLimit,
            Get("ArtifactEntity"),
            Get("ArtifactProject"),
            options.TryGetValue("build_property.ArtifactReferenceMap", out string? map) ? map : null,
            wrong.ToImmutable());

        T? Read<T>(string property, Func<string, T?> read, string form)
            where T : struct
        {
            if (Get(property) is not { } text)
                return null;
            T? value = read(text);
            if (value is null)
                wrong.Add(new WrongProperty(property, text, form));
            return value;
        }

        string? Get(string property) =>
            options.TryGetValue("build_property." + property, out string? value) && !string.IsNullOrWhiteSpace(value)
                ? value.Trim()
                : null;
    }

    // Yes means public.
    private static bool? ReadVisibility(string text) =>
        text.Equals("public", StringComparison.OrdinalIgnoreCase) ? true
        : text.Equals("internal", StringComparison.OrdinalIgnoreCase) ? false
        : null;
}

/// <summary>A property whose text can't be used.</summary>
/// <param name="Property">The property.</param>
/// <param name="Text">Its text.</param>
/// <param name="Form">What to write, for messages.</param>
internal sealed record WrongProperty(string Property, string Text, string Form);
