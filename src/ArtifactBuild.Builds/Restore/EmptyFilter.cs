using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Restore;

/// <summary>Finds references whose filter leaves nothing of the artifact: mostly because of a typing error.</summary>
internal static class EmptyFilter
{
    public static IEnumerable<BuildWarning> Find(RestoreRequest request, IReadOnlyList<RestoredFile> files)
    {
        if (!request.References.Any(IsFiltered))
            yield break;
        var filled = files.Select(file => file.Reference).ToHashSet();
        for (int i = 0; i < request.References.Count; i++)
        {
            ArtifactReferenceItem reference = request.References[i];
            // With AllowMissingReferences the entries that the filter leaves may be references that could not be loaded.
            if (filled.Contains(i) || reference.AllowMissingReferences || !IsFiltered(reference))
                continue;
            string filter = string.Join(" and ", new[] { Shown("Files", reference.Files), Shown("PathPrefix", reference.PathPrefix) }.OfType<string>());
            yield return new BuildWarning(
                ArtifactCodes.EmptyFilter,
                $"{filter} of the ArtifactReference “{reference.Requested}” leaves none of its files. Compare it with the paths that artifact show {(reference.IsByDigest ? reference.Name.CollectionName : reference.Requested)} lists; upper and lower case matter.",
                i);
        }
    }

    private static bool IsFiltered(ArtifactReferenceItem reference) => reference.Files is not null || reference.PathPrefix is not null;

    private static string? Shown(string name, string? value) => value is null ? null : $"{name}=“{value}”";
}
