using ArtifactBuild.Artifacts;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Media.Types;

namespace ArtifactBuild.Media;

/// <summary>An object of one of W&amp;B's media kinds, such as a table or an HTML page.</summary>
public abstract class MediaObject : ArtifactObject
{
    private protected MediaObject(string kind)
        : base(kind)
    {
    }

    /// <summary>The type of the object as the cell of a table.</summary>
    public virtual DataType DataType => new SimpleType(Kind);

    /// <summary>Adds the object's files to a draft and describes the object.</summary>
    internal abstract PythonDict Describe(IObjectSink draft);

    internal sealed override byte[] Serialize(IObjectSink draft) => PythonJson.Write(Describe(draft));
}
