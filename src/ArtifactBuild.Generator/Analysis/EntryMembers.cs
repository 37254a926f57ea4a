using ArtifactBuild.Generator.Emitting;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Analysis;

/// <summary>The accessors of an artifact by the paths of their files, with the names that the generator gives them.</summary>
internal static class EntryMembers
{
    /// <summary>Makes the list.</summary>
    /// <returns>The members with everything in front of them; nothing when files have none.</returns>
    public static Dictionary<string, string> Of(ReferencePlan plan, AccessorStyle style)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ReferenceWriter.HasFileMembersFor(plan.Artifact, style) && !ReferenceWriter.IsTooLarge(plan.Artifact))
        {
            FolderNode root = FolderNode.Build(plan.Artifact.Entries);
            Add(members, plan.Artifact.Entries, root, plan.ClassName, $"global::{style.Namespace}.{style.ClassName}.{plan.ClassName}.");
        }

        return members;
    }

    private static void Add(
        Dictionary<string, string> members, EquatableArray<LockedEntry> entries, FolderNode folder, string className, string prefix)
    {
        string[] names = folder.NameMembers(className, withFiles: true, []);
        int next = 0;
        foreach (int file in folder.Files)
            members[entries[file].Path] = prefix + names[next++];

        foreach (FolderNode child in folder.Folders)
        {
            Add(members, entries, child, names[next], prefix + names[next] + ".");
            next++;
        }
    }
}
