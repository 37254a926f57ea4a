using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Builds.Pins;

/// <summary>Turns the metadata of a version into what a lockfile pins.</summary>
internal static class PinnedMetadata
{
    // No text of ours is put into HTML.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArtifactException">ART2005: a lockfile can't hold it.</exception>
    public static EquatableArray<LockedProperty> Of(JsonObject metadata, string qualifiedName)
    {
        try
        {
            // By way of the text, so that what is pinned is what the lockfile's reader takes.
            var cursor = new JsonCursor(metadata.ToJsonString(Readable));
            EquatableArray<LockedProperty> properties = LockedValueReader.ReadGroup(cursor, "the metadata");
            cursor.ReadEnd();
            return cursor.Failed ? throw NotPinnable(qualifiedName, cursor.Problem!) : properties;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair, which System.Text.Json keeps until somebody wants to see it.
            throw NotPinnable(qualifiedName, e.Message, e);
        }
    }

    private static ArtifactException NotPinnable(string qualifiedName, string problem, Exception? cause = null) => new(
        ArtifactCodes.RegistryMalformed,
        $"The metadata of “{qualifiedName}” can't be pinned: {problem.TrimEnd('.')}. Set it anew in the registry.",
        cause);
}
