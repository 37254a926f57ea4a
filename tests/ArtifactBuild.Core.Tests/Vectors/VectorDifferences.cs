using System.Text.Json.Nodes;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>
/// Where we differ from W&amp;B 0.18.0 on purpose: each rewrites a vector to what is true of us, and that is what is asserted.
/// <c>$ROOT</c> is replaced before.
/// </summary>
internal static class VectorDifferences
{
    public static IReadOnlyDictionary<string, (string Reason, Action<Vector, string> Rewrite)> All { get; } =
        new SortedDictionary<string, (string, Action<Vector, string>)>(StringComparer.Ordinal)
        {
            ["name_normalisation"] = (
                "Paths that are absolute or have “..” are refused as in W&B 0.28; a drive, a backslash and a space at the end are "
                + "refused besides, because not every system can store them.",
                (vector, _) => Refuse(vector, "u/../v.txt", "/abs.txt", "//net/x", "back\\slash.txt", " sp ace ", "../up.txt", "C:/x.txt")),
            ["new_file_leading_slash"] = ("Absolute paths are refused as in W&B 0.28.", (vector, _) => Refuse(vector, "/lead.txt")),
            ["ref_dir_named"] = (
                "The name of the entry is no part of the URI, as fixed in W&B 0.19.6.",
                (vector, _) => ReplaceReferences(vector, "/r/top/", "/r/")),
            ["ref_file_no_checksum"] = (
                "Without a checksum the digest is the MD5 of the file's URI, as in W&B 0.19.6; 0.18.0 takes that of the size.",
                (vector, root) => ReplaceDigest(vector, "file1.txt", Content.Md5($"file://{root}/r/file1.txt"))),
        };

    private static void Refuse(Vector vector, params string[] names)
    {
        for (int i = 0; i < vector.Operations.Count; i++)
        {
            if (vector.Operations[i]!["name"]?.GetValue<string>() is string name && names.Contains(name))
                vector.Results[i] = new JsonObject { ["error"] = new JsonObject { ["code"] = ArtifactCodes.UnsafePath } };
        }

        JsonObject contents = vector.Expected["manifest"]!["contents"]!.AsObject();
        foreach (string name in names)
            Assert.IsTrue(contents.Remove(name), $"The vector does not add “{name}” any more.");
        vector.Expected["size"] = contents.Sum(entry => entry.Value!["size"]!.GetValue<long>());
        vector.Expected["entry_count"] = contents.Count;
        vector.Expected["digest"] = ManifestDigest.Of(vector.Expected["manifest"]!.AsObject());
    }

    private static void ReplaceReferences(Vector vector, string from, string to)
    {
        foreach (JsonNode? entry in EntriesOf(vector))
            entry!["ref"] = entry["ref"]!.GetValue<string>().Replace(from, to, StringComparison.Ordinal);
    }

    private static void ReplaceDigest(Vector vector, string path, string digest)
    {
        vector.Expected["manifest"]!["contents"]![path]!["digest"] = digest;
        foreach (JsonNode? entry in EntriesOf(vector))
            entry!["digest"] = digest;
        vector.Expected["digest"] = ManifestDigest.Of(vector.Expected["manifest"]!.AsObject());
    }

    private static JsonNode?[] EntriesOf(Vector vector) => [.. vector.Results
        .SelectMany(result => result!["entries"]?.AsArray() ?? [])
        .Concat(vector.Expected["manifest"]!["contents"]!.AsObject().Select(entry => entry.Value))];
}
