using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>In which objects differ.</summary>
internal static partial class ObjectDifferences
{
    public static IReadOnlyList<Difference> All { get; } =
    [
        VectorDifferences.Each("Infinities are refused: W&B writes Infinity, which is not JSON.",
            ["make", "add", "setitem"],
            (operation, _) => VectorNeeds.Cells(operation["obj"] ?? operation["spec"], "float").Any(MetadataDifferences.IsInfinite),
            Refuse),
        new("Another object under the name of an object is refused, not dropped in silence.",
            vector => Dropped(vector).Any(),
            vector =>
            {
                foreach (int at in Dropped(vector).ToArray())
                    vector.Results[at] = new JsonObject { ["error"] = new JsonObject { ["code"] = ArtifactCodes.DuplicatePath } };
            }),
        new(".NET has no time in nanoseconds. Ours is a DateTime, stored in whole milliseconds like every other.",
            vector => VectorNeeds.Cells(vector.Json["input"], "datetime64").Any(IsFine) && TextsOf(vector).Any(),
            vector =>
            {
                foreach (string path in TextsOf(vector).ToArray())
                    VectorRewrites.ChangeText(vector, path, text => FineTime().Replace(text, "$1"));
            }),
    ];

    // What is made in a variable is not there when it is added, either.
    private static void Refuse(Vector vector, int at)
    {
        string? variable = VectorDifferences.Text(vector.Operations[at], "var");
        VectorRewrites.Refuse(vector, at, ArtifactCodes.InvalidArtifact);
        if (variable is null)
            return;
        foreach ((int added, _, _) in vector.Of("add", "setitem")
            .Where(item => VectorNeeds.Cells(item.Operation["obj"], "var").Any(cell => VectorDifferences.Text(cell, "name") == variable))
            .Reverse()
            .ToArray())
        {
            VectorRewrites.Refuse(vector, added, ArtifactCodes.InvalidArtifact);
            VectorRewrites.LeaveOut(vector, added);
        }
    }

    // An add whose entry an add of another object made.
    private static IEnumerable<int> Dropped(Vector vector)
    {
        var first = new Dictionary<string, string>();
        foreach ((int at, JsonNode operation, JsonNode result) in vector.Of("add", "setitem"))
        {
            string? path = VectorDifferences.Text(result["entry"], "path");
            string item = operation["obj"]?.ToJsonString() ?? "";
            if (path is not null && !first.TryAdd(path, item) && first[path] != item && operation["overwrite"] is null && !IsSame(vector, first[path], item))
                yield return at;
        }
    }

    // A variable and what was made in it are one object.
    private static bool IsSame(Vector vector, string first, string second) => Resolved(vector, first) == Resolved(vector, second);

    private static string Resolved(Vector vector, string item)
    {
        JsonNode? node = JsonNode.Parse(item);
        string? variable = VectorDifferences.Text(node, "$") == "var" ? VectorDifferences.Text(node, "name") : null;
        JsonNode? made = variable is null ? null : vector.Of("make").LastOrDefault(make => VectorDifferences.Text(make.Operation, "var") == variable).Operation?["spec"];
        return made is null ? item : new JsonObject { ["$"] = "obj", ["spec"] = made.DeepClone() }.ToJsonString();
    }

    private static IEnumerable<string> TextsOf(Vector vector) => (vector.Expected?["generated_files"] as JsonObject ?? [])
        .Where(file => file.Value!["utf8"] is JsonNode text && FineTime().IsMatch(text.GetValue<string>()))
        .Select(file => file.Key);

    private static bool IsFine(JsonObject cell) => cell["value"]!.GetValue<string>() is string time
        && time.Contains('.', StringComparison.Ordinal) && time[(time.IndexOf('.', StringComparison.Ordinal) + 1)..].Count(char.IsAsciiDigit) > 6;

    // Milliseconds since 1970 with a fraction.
    [GeneratedRegex(@"(?<![\w.])(-?\d{9,})\.\d+")]
    private static partial Regex FineTime();
}
