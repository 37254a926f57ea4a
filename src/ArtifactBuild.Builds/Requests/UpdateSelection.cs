using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Requests;

/// <summary>Which pins an update is about: all, or those whose names are listed.</summary>
internal sealed class UpdateSelection(IReadOnlyList<string> names)
{
    /// <summary>Whether the update is about everything.</summary>
    public bool IsAll => names.Count == 0;

    /// <summary>Whether a pin is meant: by its collection, with project and entity or without, and with version or alias or without.</summary>
    public bool Includes(ArtifactName name) => IsAll || names.Any(given => Names(given, name));

    /// <summary>Whether the pin of a block is meant.</summary>
    public bool Includes(LockedArtifact block) => ArtifactName.TryParse(
        block.Requested, ArtifactName.DefaultEntity, ArtifactName.DefaultProject, out ArtifactName? name, out _) && Includes(name);

    /// <exception cref="ArtifactException">ART1005: a name matches no reference and no pin.</exception>
    public void EnsureKnown(RestoreRequest request, Lockfile pinned)
    {
        IReadOnlyList<ArtifactReferenceItem> references = request.References;
        string? unknown = names.FirstOrDefault(given =>
            !references.Any(reference => Names(given, reference.Name))
            && !pinned.Artifacts.Any(block => new UpdateSelection([given]).Includes(block)));
        if (unknown is null)
            return;
        string known = string.Join(", ", references.Select(reference => reference.Name.Collection).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        string shown = LogicalPath.Printable(unknown), all = known.Length == 0 ? "nothing" : known;
        throw new ArtifactException(ArtifactCodes.UnknownUpdate, request.IsOfLockfile
            ? $"The argument “{shown}” names nothing that the lockfile {request.LockFile} pins. It pins {all}."
            : $"ArtifactUpdateOnly names “{shown}”, to which the project does not refer. It refers to {all}.");
    }

    private static bool Names(string given, ArtifactName name)
    {
        int colon = given.IndexOf(':', StringComparison.Ordinal);
        string place = colon < 0 ? given : given[..colon];
        return (colon < 0 || given[(colon + 1)..] == name.Suffix)
            && (place == name.Collection || place == $"{name.Project}/{name.Collection}" || place == name.CollectionName);
    }
}
