using System.Collections.Immutable;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator;

/// <summary>Decides which blocks of the lockfiles get a class, and under which name.</summary>
internal static class ReferencePlanner
{
    public static ImmutableArray<ReferencePlan> Plan(ImmutableArray<LockfileInput> lockfiles, AccessorSettings settings)
    {
        Dictionary<string, MappedReference>? map = settings.ReferenceMap is { } text
            ? ReferenceMap.Parse(text, settings.Entity, settings.Project)
            : null;

        var wanted = new List<(LockedArtifact Artifact, ReferenceRequest Request, string TargetPath, string LockfilePath)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (LockfileInput lockfile in lockfiles)
        {
            foreach (LockedArtifact artifact in lockfile.Result.Lockfile?.Artifacts ?? default)
            {
                MappedReference? reference = null;
                bool isMapped = map is null || map.TryGetValue(artifact.Requested, out reference);
                if (isMapped
                    && artifact.HasAccessors
                    && reference is not { HasAccessors: false }
                    && ReferenceRequest.Parse(artifact.Requested) is { } request
                    && seen.Add(artifact.Requested))
                {
                    wanted.Add((artifact, request, FolderUnderOutput(reference?.TargetPath, request), lockfile.Path));
                }
            }
        }

        string[] names = ReferenceClassNames.Assign([.. wanted.Select(static one => one.Request)], settings.ClassName);
        return [.. wanted.Select((one, i) => new ReferencePlan(one.Artifact, names[i], one.TargetPath, one.LockfilePath))];
    }

    private static string FolderUnderOutput(string? targetPath, ReferenceRequest request)
    {
        if (string.IsNullOrWhiteSpace(targetPath))
            return "artifacts/" + request.Name + "/";

        string[] segments = targetPath!.Replace('\\', '/').Split('/');
        string folder = string.Join("/", segments.Where(static (segment, i) => segment != "." && (segment.Length > 0 || i == 0)));
        return folder.Length == 0 || folder.EndsWith("/", StringComparison.Ordinal) ? folder : folder + "/";
    }
}
