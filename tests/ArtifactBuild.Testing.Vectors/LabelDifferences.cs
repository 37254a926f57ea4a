using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>In which aliases and tags differ.</summary>
internal static class LabelDifferences
{
    public static IReadOnlyList<Difference> All { get; } =
    [
        new("Aliases are a set, which has one order. An alias that is empty or looks like a version could not be asked for again, a newline at the end of a tag is "
            + "no letter, and a single text is one label, as in W&B 0.19.",
            vector => Changes(vector).Any(),
            vector =>
            {
                foreach ((int at, JsonNode? value, bool isRefused) in Changes(vector).ToArray())
                {
                    if (isRefused)
                        VectorRewrites.Refuse(vector, at, ArtifactCodes.InvalidArtifact, []);
                    else
                        VectorRewrites.ReplaceValue(vector, at, value);
                }
            }),
    ];

    // What is set is read again later, as we keep it.
    private static IEnumerable<(int At, JsonNode? Value, bool IsRefused)> Changes(Vector vector)
    {
        var kept = new Dictionary<string, string[]>();
        foreach ((int at, JsonNode operation, JsonNode result) in vector.Of("getattr", "setattr"))
        {
            string name = VectorDifferences.Text(operation, "name") ?? "";
            if (name is not ("aliases" or "tags") || result["error"] is not null)
                continue;
            if (VectorDifferences.Text(operation, "op") == "setattr")
            {
                if (Labels(operation["value"]) is not string[] labels)
                    continue;
                if (labels.Any(label => IsRefused(name, label)))
                    yield return (at, null, true);
                else
                    kept[name] = name == "tags" ? [.. labels.Distinct()] : [.. labels.Distinct().Order(StringComparer.Ordinal)];
            }
            else if (Labels(result["value"]) is string[] told && (kept.TryGetValue(name, out string[]? ours) ? ours : []) is string[] actual && !told.SequenceEqual(actual))
            {
                yield return (at, new JsonArray([.. actual.Select(label => (JsonNode?)label)]), false);
            }
        }
    }

    private static string[]? Labels(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => [text],
        JsonArray list when list.All(item => item is JsonValue value && value.TryGetValue(out string? _)) => [.. list.GetValues<string>()],
        _ => null,
    };

    private static bool IsRefused(string name, string label) => name == "tags"
        ? label is [.., '\n']
        : label.Length == 0 || (label is ['v', _, ..] && label[1..].All(char.IsAsciiDigit));
}
