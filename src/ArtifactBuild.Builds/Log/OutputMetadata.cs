using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Log;

/// <summary>The metadata of an output: those of a file, and on top of them those of the item, key by key.</summary>
internal static class OutputMetadata
{
    /// <exception cref="ArtifactException">ART1004: one of them is no JSON object.</exception>
    public static JsonObject Read(ArtifactOutputItem output)
    {
        string what = $"ArtifactOutput “{output.Name}”";
        JsonObject all = output.MetadataFile is string path ? Parse(Load(path, what), $"The MetadataFile {path} of {what}") : [];
        if (output.Metadata is string text)
        {
            foreach ((string key, JsonNode? value) in Parse(text, $"The Metadata of {what}"))
                all[key] = value?.DeepClone();
        }

        return all;
    }

    private static string Load(string path, string what) => DiskFailure.Explain(
        () => File.ReadAllText(path), e => Invalid($"The MetadataFile {path} of {what} can't be read: {e.Message}"));

    private static JsonObject Parse(string json, string what)
    {
        try
        {
            // Of two equal keys one would be lost without a word.
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
