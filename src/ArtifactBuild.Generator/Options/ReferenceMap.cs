using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Options;

/// <summary>The project's references, as the build passes them in the property ArtifactReferenceMap.</summary>
internal static class ReferenceMap
{
    /// <summary>Reads the map of a project.</summary>
    /// <returns>The map, or null when the build passes none.</returns>
    public static Dictionary<string, MappedReference>? Of(AccessorSettings settings) =>
        settings.ReferenceMap is { } text ? Parse(text, settings.Entity, settings.Project) : null;

    /// <summary>Reads the map.</summary>
    /// <returns>What each pinned reference says about its accessors; of two references to the same thing the first counts.</returns>
    public static Dictionary<string, MappedReference> Parse(string map, string? entity, string? project)
    {
        var references = new Dictionary<string, MappedReference>(StringComparer.Ordinal);
        foreach (string record in map.Split('|'))
        {
            string[] fields = record.Split('>');
            string Field(int index) => index < fields.Length ? fields[index].Trim() : "";

            if (ReferenceRequest.Qualify(Field(0), Field(1), Field(2), entity, project) is { } requested && !references.ContainsKey(requested))
                references.Add(requested, new MappedReference(Field(3), TruthValue.Read(Field(4)) != false));
        }

        return references;
    }
}

/// <summary>What a reference item says about its accessors.</summary>
internal sealed record MappedReference(string TargetPath, bool HasAccessors);
