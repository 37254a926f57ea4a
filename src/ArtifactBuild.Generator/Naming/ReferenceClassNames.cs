using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Naming;

/// <summary>Names the classes of the references.</summary>
internal static class ReferenceClassNames
{
    // What tells references of the same name apart, the lasting things first: an alias in an item changes more often than a project.
    private static readonly Func<ReferenceRequest, string>[] Suffixes =
    [
        static request => Join(request.Project),
        static request => Join(request.Entity, request.Project),
        static request => Join(request.Suffix),
        static request => Join(request.Project, request.Suffix),
        static request => Join(request.Entity, request.Project, request.Suffix),
        static request => "_" + StableHash.Of($"{request.Entity}/{request.Project}/{request.Name}:{request.Suffix}"),
    ];

    /// <summary>Gives each reference the name of its collection, and a suffix when another reference asks for the same name.</summary>
    /// <returns>The names in the order of the references; no two are equal even when case is ignored, because files are named after them.</returns>
    public static string[] Assign(IReadOnlyList<ReferenceRequest> requests, string rootClass)
    {
        var names = new string[requests.Count];
        var groups = Enumerable.Range(0, names.Length)
            .GroupBy(i => ReservedNames.AvoidInRoot(LegalName.Pascal(requests[i].Name), rootClass), StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<string, int> group in groups)
        {
            int[] members = [.. group];
            Func<ReferenceRequest, string> suffix = members.Length == 1
                ? static _ => ""
                : Suffixes.FirstOrDefault(candidate => AllDiffer(members.Select(i => candidate(requests[i])))) ?? Suffixes[Suffixes.Length - 1];
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (int i in members)
            {
                string name = ReservedNames.AvoidInRoot(LegalName.Pascal(requests[i].Name), rootClass) + suffix(requests[i]);
                while (!taken.Add(name))
                    name += "_";

                names[i] = name;
            }
        }

        return names;
    }

    private static bool AllDiffer(IEnumerable<string> suffixes)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return suffixes.All(seen.Add);
    }

    private static string Join(params string[] parts) => string.Concat(parts.Select(static part => "_" + LegalName.Pascal(part)));
}
