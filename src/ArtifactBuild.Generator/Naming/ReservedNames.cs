namespace ArtifactBuild.Generator.Naming;

/// <summary>The names that a member of a generated class cannot have.</summary>
internal static class ReservedNames
{
    // What every class has from object: hiding one of these is a warning.
    private static readonly HashSet<string> OfEveryClass = new(StringComparer.Ordinal)
    {
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    };

    // One list for the classes of artifacts and of folders, so that a file keeps its name when it moves between them.
    private static readonly HashSet<string> OfAccessors = new(StringComparer.Ordinal)
    {
        "Alias", "Aliases", "Digest", "DirectoryPath", "Entries", "Find", "ManifestSha256", "Metadata", "Name", "Tag", "Tags", "Type", "Version",
    };

    /// <summary>Changes the name of a class of an artifact when it is taken.</summary>
    public static string AvoidInRoot(string name, string rootClass) => AvoidInClass(name, rootClass);

    /// <summary>Changes the name of a member of an artifact or folder when it is taken.</summary>
    public static string AvoidInFolder(string name, string enclosingClass) =>
        OfAccessors.Contains(name) ? name + "_" : AvoidInClass(name, enclosingClass);

    /// <summary>Changes the name of a member of a class that has no other members of ours when it is taken.</summary>
    public static string AvoidInClass(string name, string enclosingClass) =>
        OfEveryClass.Contains(name) || name == enclosingClass ? name + "_" : name;
}
