using ArtifactBuild.References;

namespace ArtifactBuild.Artifacts;

/// <summary>
/// An object that is stored in an artifact as JSON, with the files that it needs beside it. The kinds of objects are those of
/// <c>ArtifactBuild.Media</c>.
/// </summary>
public abstract class ArtifactObject
{
    internal ArtifactObject(string kind) => Kind = kind;

    /// <summary>W&amp;B's name for the kind of object, for example <c>html-file</c>; the entry ends in it and <c>.json</c>.</summary>
    public string Kind { get; }

    /// <summary>
    /// The entry of a logged artifact that the object was read from, as long as it is what that entry holds: another draft refers
    /// to it rather than storing the object once more.
    /// </summary>
    internal LoggedEntry? Origin { get; set; }

    /// <summary>Adds the object's files to a draft and gives the object's JSON.</summary>
    internal abstract byte[] Serialize(IObjectSink draft);
}
