using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>
/// Every vector of ours that we don't do as it is told, with the reason. A difference on purpose rewrites the vector to what is
/// true of us, and that is asserted; one that only waits for something has nothing to rewrite.
/// </summary>
internal static class MediaDifferences
{
    public static IReadOnlyDictionary<string, (string Reason, Action<Vector>? Rewrite)> All { get; } =
        new SortedDictionary<string, (string, Action<Vector>?)>(StringComparer.Ordinal)
        {
            ["tables/table_classes_cast"] = ("Waits for the media object Classes.", null),
            ["tables/table_nan_inf"] = (
                "Infinities are refused: W&B writes Infinity, which is not JSON.",
                vector => Refuse(vector, 1, ArtifactCodes.InvalidArtifact)),
            ["tables/table_numpy"] = (
                ".NET has no time in nanoseconds. Ours is a DateTime, stored in whole milliseconds like every other.",
                vector => Replace(vector, "1704067200123.4568", "1704067200123")),
            ["tables/table_same_name_first_wins"] = (
                "Another object under the name of an object is refused, not dropped in silence.",
                vector => vector.Results[2] = Error(ArtifactCodes.DuplicatePath)),
            ["tables/table_with_images"] = ("Waits for the media object Image.", null),
        };

    private static JsonObject Error(string code) => new() { ["error"] = new JsonObject { ["code"] = code } };

    private static void Refuse(Vector vector, int operation, string code)
    {
        vector.Results[operation] = Error(code);
        vector.Json["expected"] = new JsonObject { ["entry_count"] = 0 };
    }

    // Changes the text of the only file and everything that follows from it.
    private static void Replace(Vector vector, string from, string to)
    {
        (string path, JsonNode? file) = vector.Expected["generated_files"]!.AsObject().Single();
        string text = file!["utf8"]!.GetValue<string>().Replace(from, to, StringComparison.Ordinal);
        byte[] content = Encoding.UTF8.GetBytes(text);
        JsonNode entry = vector.Results[1]!["entry"]!;
        entry["size"] = (long)content.Length;
        entry["digest"] = Vector.DigestOf(content);
        vector.Expected["generated_files"]![path]!["utf8"] = text;
        vector.Expected["digest"] = Vector.DigestOf([(path, Vector.DigestOf(content))]);
    }
}
