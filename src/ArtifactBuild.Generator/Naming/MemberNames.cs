namespace ArtifactBuild.Generator.Naming;

/// <summary>A name that several paths of one folder, or other texts, ask for.</summary>
internal sealed record NameCollision(string Name, IReadOnlyList<string> Paths);

/// <summary>Names the members of one class, which are files and folders, such that no two have the same name.</summary>
internal static class MemberNames
{
    /// <summary>
    /// Gives each path its name. When paths ask for the same name, all of them get a suffix: would one keep the plain name,
    /// a file that is added later could make it mean another file.
    /// </summary>
    /// <param name="paths">The paths, with a slash at the end of a folder's; or other texts that ask for names.</param>
    /// <param name="prefixLength">How much of each path is the folder that they are in.</param>
    /// <param name="avoid">Changes a name that the class cannot have.</param>
    /// <param name="collisions">Where names that were asked for more than once are added.</param>
    /// <returns>The names, in the order of the paths.</returns>
    public static string[] Assign(IReadOnlyList<string> paths, int prefixLength, Func<string, string> avoid, List<NameCollision> collisions)
    {
        var names = new string[paths.Count];
        var firstOf = new Dictionary<string, int>(paths.Count, StringComparer.Ordinal);
        SortedDictionary<string, List<int>>? groups = null;
        for (int i = 0; i < names.Length; i++)
        {
            string name = avoid(LegalName.Pascal(paths[i].Substring(prefixLength)));
            names[i] = name;
            if (!firstOf.TryGetValue(name, out int first))
            {
                firstOf.Add(name, i);
                continue;
            }

            groups ??= new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
            if (!groups.TryGetValue(name, out List<int>? group))
                groups.Add(name, group = [first]);

            group.Add(i);
        }

        foreach (KeyValuePair<string, List<int>> group in groups ?? [])
        {
            var taken = new HashSet<string>(StringComparer.Ordinal);
            foreach (int i in group.Value)
                names[i] = MakeUnique(group.Key + "_" + StableHash.Of(paths[i]), taken);

            collisions.Add(new NameCollision(group.Key, [.. group.Value.Select(i => paths[i])]));
        }

        return names;
    }

    private static string MakeUnique(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int i = 2; !taken.Add(unique); i++)
            unique = name + "_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);

        return unique;
    }
}
