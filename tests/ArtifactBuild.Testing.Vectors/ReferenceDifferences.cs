using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>In which references differ.</summary>
internal static class ReferenceDifferences
{
    private static readonly string[] Operation = ["add_reference"];

    public static IReadOnlyList<Difference> All { get; } =
    [
        VectorDifferences.Each("The name of the entry is no part of the URI, as fixed in W&B 0.19.6.",
            Operation,
            (operation, result) => IsFile(operation) && Entries(result).Any(entry => RightRef(operation, entry) != Text(entry, "ref")),
            (vector, at) =>
            {
                foreach (JsonNode entry in Entries(vector.Results[at]!).ToArray())
                    VectorRewrites.ChangeEntry(vector, Text(entry, "path")!, item => item["ref"] = RightRef(vector.Operations[at]!, entry));
            }),
        VectorDifferences.Each("Without a checksum the digest is the MD5 of the file's URI, as in W&B 0.19.6; 0.18.0 takes that of the size.",
            Operation,
            (operation, result) => IsFile(operation) && operation["checksum"]?.GetValue<bool>() == false && Entries(result).Any(),
            (vector, at) =>
            {
                foreach (JsonNode entry in Entries(vector.Results[at]!).ToArray())
                    VectorRewrites.ChangeEntry(vector, Text(entry, "path")!, item => item["digest"] = DigestOfUri(Text(item, "ref")!));
            }),
        VectorDifferences.Each("W&B calls the reference to a URI that ends with a slash “.”, which is no path; a name must be given.",
            Operation,
            (operation, result) => Text(operation, "uri") is string uri && uri.StartsWith("http", StringComparison.Ordinal) && Entries(result).Any(entry => Text(entry, "path") == "."),
            (vector, at) => VectorRewrites.Refuse(vector, at, ArtifactCodes.InvalidReference)),
        new("W&B ends the listing of S3 at the largest number of objects without a word, and the artifact lacks some; here it is an error, as for folders.",
            vector => Cut(vector).Any(),
            vector =>
            {
                foreach (int at in Cut(vector).ToArray())
                    VectorRewrites.Refuse(vector, at, ArtifactCodes.InvalidReference);
            }),
    ];

    private static bool IsFile(JsonNode operation) => Text(operation, "uri")?.StartsWith("file:", StringComparison.Ordinal) == true;

    private static IEnumerable<JsonNode> Entries(JsonNode result) => (result["entries"] as JsonArray ?? []).Select(entry => entry!);

    // A file keeps the caller's URI; a file below a folder has the path below it appended, which its name is not part of.
    private static string? RightRef(JsonNode operation, JsonNode entry)
    {
        string uri = Text(operation, "uri")!;
        string path = Text(entry, "path")!;
        string? reference = Text(entry, "ref");
        string name = Text(operation, "name")?.Trim('/') ?? "";
        string below = $"{uri.TrimEnd('/')}/{name}/";
        bool hasName = name.Length > 0 && path.StartsWith(name + "/", StringComparison.Ordinal) && reference?.StartsWith(below, StringComparison.Ordinal) == true;
        return hasName && reference == below + path[(name.Length + 1)..] ? $"{uri.TrimEnd('/')}/{path[(name.Length + 1)..]}" : reference;
    }

    // The URI of the absolute path.
    private static string DigestOfUri(string reference) =>
        ManifestDigest.OfEntry(Encoding.UTF8.GetBytes(new Uri(new Uri(reference).LocalPath, UriKind.Absolute).AbsoluteUri));

    private static IEnumerable<int> Cut(Vector vector)
    {
        foreach ((int at, JsonNode operation, JsonNode result) in vector.Of(Operation))
        {
            if (operation["max_objects"]?.GetValue<int>() is not int most || Text(operation, "uri") is not string uri || !uri.StartsWith("s3://", StringComparison.Ordinal))
                continue;
            string prefix = uri["s3://".Length..];
            prefix = prefix.Contains('/', StringComparison.Ordinal) ? prefix[(prefix.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('?')[0] : "";
            int below = (vector.Json["input"]!["s3"] as JsonArray ?? [])
                .Where(item => Text(item, "key")!.StartsWith(prefix, StringComparison.Ordinal) && item!["size"]!.GetValue<long>() > 0)
                .DistinctBy(item => Text(item, "key"))
                .Count();
            if (result["error"] is null && Entries(result).Count() == most && below > most)
                yield return at;
        }
    }

    private static string? Text(JsonNode? node, string name) => VectorDifferences.Text(node, name);
}
