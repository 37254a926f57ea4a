using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;

namespace ArtifactBuild.References;

/// <summary>The one place that says which scheme is read by which handler.</summary>
internal static class ReferenceHandlers
{
    /// <summary>The handler of a URI; URIs of unknown schemes are only kept track of.</summary>
    /// <exception cref="ArtifactException">ART4009: the text has no scheme.</exception>
    public static IReferenceHandler For(string uri) => ObjectStores.SchemeOf(uri) switch
    {
        null => throw new ArtifactException(
            ArtifactCodes.InvalidReference,
            $"“{LogicalPath.Printable(uri)}” is not a URI. References have a scheme; write file:///… for a local file."),
        "file" => FileReferences.Instance,
        ArtifactReferences.Scheme => ArtifactReferenceHandler.Instance,
        DraftReferences.Scheme => DraftReferenceHandler.Instance,
        _ => TrackedReferences.Instance,
    };
}
