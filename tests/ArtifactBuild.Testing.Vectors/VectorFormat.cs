using System.Text.Json;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>The format of a vector with operations: what it may have, so that nothing of a vector is left unread.</summary>
internal static class VectorFormat
{
    /// <summary>The operations and their fields.</summary>
    public static IReadOnlyDictionary<string, string[]> Operations { get; } = new Dictionary<string, string[]>
    {
        ["new_artifact"] = ["name", "type", "description", "metadata", "incremental", "use_as"],
        ["add_file"] = ["local_path", "name", "is_tmp", "skip_cache", "policy", "overwrite"],
        ["add_dir"] = ["local_path", "name", "skip_cache", "policy", "overwrite"],
        ["add_reference"] = ["uri", "uri_var", "name", "checksum", "max_objects"],
        ["new_file"] = ["name", "text", "base64", "mode", "encoding", "overwrite"],
        ["remove"] = ["item", "entry"],
        ["make"] = ["var", "spec"],
        ["add"] = ["obj", "name", "overwrite"],
        ["setitem"] = ["obj", "name"],
        ["finalize"] = [],
        ["getattr"] = ["name"],
        ["setattr"] = ["name", "value"],
        ["call"] = ["method", "args", "kwargs"],
        ["get_entry"] = ["name", "var"],
        ["get_added_local_path_name"] = ["local_path"],
        ["verify"] = ["root"],
        ["write_file"] = ["path", "utf8", "base64", "rule", "size"],
        ["delete_file"] = ["path"],
        ["save_artifact_as"] = ["var"],
        ["force_logged"] = ["id", "version"],
    };

    private static readonly string[] Whole =
        ["id", "group", "note", "computed_by", "not_real", "encoder_dependent", "order_insensitive", "input", "op_results", "expected"];

    private static readonly string[] Input = ["files", "http", "s3", "gcs", "azure", "client_id_cache", "ops"];

    private static readonly string[] File = ["path", "utf8", "base64", "rule", "size", "dir", "symlink"];

    private static readonly string[] Result = ["ok", "value", "entry", "entries", "error", "ref_url"];

    private static readonly string[] Entry = ["path", "digest", "size", "ref", "extra", "local_path_kind", "skip_cache", "birthArtifactID"];

    private static readonly string[] Expected = ["manifest", "digest", "size", "entry_count", "generated_files"];

    private static readonly string[] Spec = ["class", "args", "kwargs", "then"];

    /// <exception cref="AssertFailedException">The vector has something that the format does not have; the message says what.</exception>
    public static void EnsureKnown(Vector vector)
    {
        Fields("the vector", vector.Json, Whole);
        Fields("input", vector.Json["input"], Input);
        if (vector.Json["op_results"] is not JsonArray)
            throw new AssertFailedException("The vector has no op_results.");
        if (vector.Operations.Count != vector.Results.Count)
            throw new AssertFailedException($"The vector has {vector.Operations.Count} operations and {vector.Results.Count} results.");
        foreach (JsonNode? file in vector.Json["input"]!["files"] as JsonArray ?? [])
            Fields("a file", file, File);
        foreach (JsonNode? operation in vector.Operations)
            EnsureOperation(operation);
        foreach (JsonNode? result in vector.Results)
            EnsureResult(result);
        EnsureCells(vector.Json["input"]!["ops"]);
        foreach (JsonObject spec in VectorNeeds.Specs(vector.Json["input"]))
            Fields("an object", spec, Spec);
        if (vector.Expected is JsonObject end)
            EnsureEnd(end);
        else if (!vector.Results.Any(result => result!["error"] is not null))
            throw new AssertFailedException("The vector expects no state at the end, although nothing failed.");
    }

    // What is rewritten later, for a difference or for another port, makes these anew; so they have to be right before.
    private static void EnsureEnd(JsonObject end)
    {
        Fields("expected", end, Expected);
        if (end["manifest"]?["contents"] is not JsonObject contents)
            throw new AssertFailedException("The state at the end has no manifest.");
        if (end["digest"]?.GetValue<string>() != ManifestDigest.Of(end["manifest"]!.AsObject()))
            throw new AssertFailedException("expected.digest is not that of expected.manifest.");
        if (end["entry_count"]?.GetValue<int>() != contents.Count)
            throw new AssertFailedException("expected.entry_count is not that of expected.manifest.");
        if (end["size"]?.GetValue<long>() != contents.Sum(entry => entry.Value!["size"]?.GetValue<long>() ?? 0))
            throw new AssertFailedException("expected.size is not that of expected.manifest.");
    }

    private static void EnsureOperation(JsonNode? operation)
    {
        string name = (operation as JsonObject)?["op"]?.GetValue<string>() ?? throw new AssertFailedException($"The operation {operation?.ToJsonString()} has no name.");
        if (!Operations.TryGetValue(name, out string[]? fields))
            throw new AssertFailedException($"The operation “{name}” is not known.");
        Fields($"the operation {name}", operation, [.. fields, "op"]);
    }

    private static void EnsureResult(JsonNode? result)
    {
        Fields("a result", result, Result);
        foreach (JsonNode? entry in result!["entries"] as JsonArray ?? [])
            Fields("an entry", entry, Entry);
        if (result["entry"] is JsonNode single)
            Fields("an entry", single, Entry);
        bool saysSomething = result["error"] is not null || result["ok"] is not null || result["entry"] is not null || result["entries"] is not null
            || result.AsObject().ContainsKey("value");
        if (!saysSomething)
            throw new AssertFailedException($"The result {result.ToJsonString()} says nothing.");
    }

    private static void EnsureCells(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (JsonNode? item in list)
                    EnsureCells(item);
                break;
            case JsonObject item:
                if (item["$"] is JsonValue value && value.GetValueKind() == JsonValueKind.String)
                    EnsureCell(item, value.GetValue<string>());
                foreach ((_, JsonNode? below) in item)
                    EnsureCells(below);
                break;
        }
    }

    private static void EnsureCell(JsonObject cell, string kind)
    {
        if (!CellSpec.Fields.TryGetValue(kind, out string[]? fields))
            throw new AssertFailedException($"The cell “{kind}” is not known.");
        Fields($"the cell {kind}", cell, [.. fields, "$"]);
    }

    private static void Fields(string where, JsonNode? node, string[] known)
    {
        JsonObject item = node as JsonObject ?? throw new AssertFailedException($"The vector has no object where {where} should stand, but {node?.ToJsonString() ?? "nothing"}.");
        string? unknown = item.Select(pair => pair.Key).FirstOrDefault(name => !known.Contains(name));
        if (unknown is not null)
            throw new AssertFailedException($"The field “{unknown}” of {where} is not known.");
    }
}
