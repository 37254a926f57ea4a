using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Log;

/// <summary>The metadata of an output: those of a file, and on top of them those of the item, key by key.</summary>
internal static class OutputMetadata
{
    /// <exception cref="ArtifactException">ART1004: the item's metadata or the file is not a JSON object.</exception>
    public static JsonObject Read(ArtifactOutputItem output)
    {
        JsonObject all = output.MetadataFile is string path ? Load(path, Place(output, "MetadataFile", path)) : [];
        if (output.Metadata is string text)
        {
            foreach ((string key, JsonNode? value) in Parse(text, Place(output, "Metadata")))
                all[key] = value?.DeepClone();
        }

        return all;
    }

    // What the author of the metadata wrote: a metadata of an item, or a switch of the tool.
    private static string Place(ArtifactOutputItem output, string metadata, string? path = null)
    {
        string file = path is null ? "" : $" {path}";
        return output.SwitchOf is null ? $"The {metadata}{file} of ArtifactOutput “{output.Name}”" : output.SwitchOf(metadata) + file;
    }

    private static JsonObject Load(string path, string what) =>
        Parse(DiskFailure.Explain(() => File.ReadAllText(path), e => Invalid($"{what} can't be read: {e.Message}")), what);

    private static JsonObject Parse(string json, string what)
    {
        try
        {
            // Without this, System.Text.Json keeps only one of two equal keys and says nothing.
            return JsonNode.Parse(json, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw Invalid($"{what} is no JSON object. Write {{\"key\": value, …}}.");
        }
        catch (JsonException e)
        {
            throw Invalid($"{what} is no JSON: {e.Message}");
        }
    }

    private static ArtifactException Invalid(string message) => new(ArtifactCodes.InvalidOption, message);
}
