using System.Collections.Immutable;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator;

/// <summary>Decides which blocks of the lockfiles get a class, and under which name.</summary>
internal static class ReferencePlanner
{
    public static ImmutableArray<ReferencePlan> Plan(ImmutableArray<LockfileInput> lockfiles, AccessorSettings settings)
    {
        Dictionary<string, MappedReference>? map = ReferenceMap.Of(settings);
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

    /// <summary>Lists the folders of the references whose entries nobody here knows: not pinned, or without accessors.</summary>
    public static ImmutableArray<string> FoldersOfUnknown(
        ImmutableArray<LockfileInput> lockfiles, AccessorSettings settings, ImmutableArray<ReferencePlan> known)
    {
        IEnumerable<(string Requested, string? TargetPath)> all = ReferenceMap.Of(settings) is { } map
            ? map.Select(static one => (one.Key, (string?)one.Value.TargetPath))
            : lockfiles.SelectMany(static lockfile => lockfile.Result.Lockfile?.Artifacts ?? default).Select(static artifact => (artifact.Requested, (string?)null));
        var requested = new HashSet<string>(known.Select(static plan => plan.Artifact.Requested), StringComparer.Ordinal);
        return
        [
            .. from one in all
               where !requested.Contains(one.Requested)
               let request = ReferenceRequest.Parse(one.Requested)
               where request is not null
               select FolderUnderOutput(one.TargetPath, request),
        ];
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
