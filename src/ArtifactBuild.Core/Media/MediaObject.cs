using ArtifactBuild.Artifacts;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Model;

namespace ArtifactBuild.Media;

/// <summary>An object that is stored in an artifact as JSON, with the files that it needs beside it.</summary>
public abstract class MediaObject
{
    private protected MediaObject(string kind) => Kind = kind;

    /// <summary>W&amp;B's name for the kind of object, for example <c>html-file</c>; the entry ends in it and <c>.json</c>.</summary>
    public string Kind { get; }

    /// <summary>The type of the object as the cell of a table.</summary>
    public virtual DataType DataType => new SimpleType(Kind);

    /// <summary>
    /// The entry of a logged artifact that the object was read from, as long as it is what that entry holds: another draft refers
    /// to it rather than storing the object once more.
    /// </summary>
    internal ManifestEntry? Origin { get; set; }

    /// <summary>Adds the object's files to a draft and gives its JSON.</summary>
    internal abstract PythonDict Serialize(DraftFiles draft);
}
