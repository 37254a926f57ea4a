using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>Something that we do differently on purpose: it rewrites a vector to what is true of us, and that is asserted.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Applies">Whether a vector is about it, by its content, so that it holds for vectors that nobody has seen.</param>
/// <param name="Rewrite">Changes the vector, in which <c>$ROOT</c> is replaced by the folder already.</param>
internal sealed record Difference(string Reason, Func<Vector, bool> Applies, Action<Vector> Rewrite);

/// <summary>Everything in which we differ from W&amp;B 0.18.0 on purpose, as far as its vectors about artifacts and objects show it.</summary>
internal static class VectorDifferences
{
    public static IReadOnlyList<Difference> All { get; } =
    [
        new("A name has 128 characters at the most, as in W&B 0.19.11, and a newline at its end is no letter.",
            vector => Text(vector.Operations[0], "name") is { Length: > 128 } or [.., '\n'],
            vector => VectorRewrites.RefuseArtifact(vector, ArtifactCodes.InvalidArtifact)),
        new("No artifact has a type that W&B keeps for itself, so nothing has to guard its time to live.",
            vector => Sets(vector, "_type").Any(),
            vector =>
            {
                vector.Operations[0]!["type"] = Sets(vector, "_type").First().Operation["value"]!.DeepClone();
                VectorRewrites.RefuseArtifact(vector, ArtifactCodes.InvalidArtifact);
            }),
        new("The types run_table of a run-… and code of a source-… are W&B's own, as in its later versions.",
            vector => vector.Results[0]?["error"] is null && (Text(vector.Operations[0], "type"), Text(vector.Operations[0], "name") ?? "") is
                ("run_table", ['r', 'u', 'n', '-', ..]) or ("code", ['s', 'o', 'u', 'r', 'c', 'e', '-', ..]),
            vector => VectorRewrites.RefuseArtifact(vector, ArtifactCodes.InvalidArtifact)),
        .. MetadataDifferences.All,
        .. ReferenceDifferences.All,
        .. ObjectDifferences.All,
        Each("Paths that are absolute or have “..” are refused as in W&B 0.28; a drive, a backslash, a device of Windows, and a dot or a space at the end "
            + "are refused besides, because not every system can store them.",
            ["add_file", "new_file", "add_dir", "add_reference", "add", "setitem"],
            (operation, _) => Text(operation, "name") is string name && IsUnsafe(name, emptyIsName: Text(operation, "op") is "new_file" or "add" or "setitem"),
            (vector, at) => VectorRewrites.Refuse(vector, at, ArtifactCodes.UnsafePath)),
        new("Of a folder that has a path which is refused nothing is added.",
            vector => FoldersRefused(vector).Any(),
            vector =>
            {
                foreach ((int at, string[] paths) in FoldersRefused(vector).ToArray())
                    VectorRewrites.Refuse(vector, at, ArtifactCodes.UnsafePath, paths);
            }),
        new("Of a draft it can always be read how long its version will live: it inherits that until it is set.",
            vector => InheritedLife(vector).Any(),
            vector =>
            {
                foreach (int at in InheritedLife(vector).ToArray())
                    VectorRewrites.ReplaceValue(vector, at, null);
            }),
        .. LabelDifferences.All,
        new("Several processes can't log one version together, so there is no id of a distributed artifact.",
            vector => Distributed(vector).Any(),
            vector =>
            {
                foreach (int at in Distributed(vector).Reverse().ToArray())
                    VectorRewrites.LeaveOut(vector, at);
            }),
    ];

    /// <summary>Changes the vector to what is true of us.</summary>
    public static void Apply(Vector vector)
    {
        foreach (Difference difference in All.Where(difference => difference.Applies(vector)))
            difference.Rewrite(vector);
    }

    /// <summary>Why the vector differs; empty when it holds as it is told.</summary>
    public static IReadOnlyList<string> ReasonsOf(Vector vector) =>
        [.. All.Where(difference => difference.Applies(vector)).Select(difference => difference.Reason)];

    /// <summary>A difference of operations of some kinds that W&amp;B does not refuse.</summary>
    internal static Difference Each(string reason, string[] operations, Func<JsonNode, JsonNode, bool> isMeant, Action<Vector, int> rewrite)
    {
        return new(reason, vector => Meant(vector).Any(), vector =>
        {
            foreach (int at in Meant(vector).Reverse().ToArray())
                rewrite(vector, at);
        });

        IEnumerable<int> Meant(Vector vector) => vector.Of(operations)
            .Where(item => item.Result["error"] is null && isMeant(item.Operation, item.Result))
            .Select(item => item.At);
    }

    internal static string? Text(JsonNode? node, string name) => node?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static IEnumerable<(int At, JsonNode Operation)> Sets(Vector vector, string name) =>
        vector.Of("setattr").Where(item => Text(item.Operation, "name") == name).Select(item => (item.At, item.Operation));

    private static IEnumerable<int> Distributed(Vector vector) =>
        vector.Of("getattr", "setattr").Where(item => Text(item.Operation, "name") == "distributed_id").Select(item => item.At);

    private static IEnumerable<int> InheritedLife(Vector vector) => vector.Of("getattr")
        .Where(item => Text(item.Operation, "name") == "ttl" && Text(item.Result["error"], "type") == "ArtifactNotLoggedError")
        .Select(item => item.At);

    // What is added of a folder are the files of the vector below it.
    private static IEnumerable<(int At, string[] Paths)> FoldersRefused(Vector vector)
    {
        string[] files = [.. (vector.Json["input"]!["files"] as JsonArray ?? []).Where(file => file!["dir"] is null).Select(file => Text(file, "path")!)];
        foreach ((int at, JsonNode operation, JsonNode result) in vector.Of("add_dir"))
        {
            string folder = Text(operation, "local_path")?.TrimEnd('/') ?? "";
            string below = files.SelectMany(Folders).Where(path => folder.EndsWith("/" + path.TrimEnd('/'), StringComparison.Ordinal)).MaxBy(path => path.Length) ?? "";
            string name = Text(operation, "name")?.TrimEnd('/') ?? "";
            string[] paths = [.. files.Where(path => path.StartsWith(below, StringComparison.Ordinal)).Select(path => name.Length == 0 ? path[below.Length..] : $"{name}/{path[below.Length..]}")];
            if (result["error"] is null && !IsUnsafe(name, emptyIsName: false) && paths.Any(path => IsUnsafe(path, emptyIsName: true)))
                yield return (at, paths);
        }
    }

    private static IEnumerable<string> Folders(string path) => Enumerable.Range(0, path.Length).Where(i => path[i] == '/').Select(i => path[..(i + 1)]);

    // Written a second time, from docs and not from our code.
    private static bool IsUnsafe(string name, bool emptyIsName)
    {
        if (name.Length == 0)
            return emptyIsName;
        string[] parts = [.. name.Split('/').Where(part => part is not ("" or "."))];
        return parts.Length == 0
            || name[0] == '/'
            || name.Any(c => c == '\\' || char.IsControl(c))
            || parts.Any(part => part[^1] is '.' or ' ' || (part.Length > 1 && part[1] == ':' && char.IsAsciiLetter(part[0])) || IsDevice(part));
    }

    private static bool IsDevice(string part) => part.Split('.')[0].TrimEnd(' ').ToUpperInvariant() is string name
        && (name is "CON" or "PRN" or "AUX" or "NUL" || (name.Length == 4 && name[..3] is "COM" or "LPT" && name[^1] is >= '1' and <= '9'));
}
