using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Our function for each helper of W&amp;B's: takes a case and gives its results; nothing when it refuses the input.</summary>
internal static class HelperFunctions
{
    public static IReadOnlyDictionary<string, Func<JsonNode, Task<JsonObject?>>> All { get; } = new Dictionary<string, Func<JsonNode, Task<JsonObject?>>>
    {
        ["hashes md5_string_b64"] = item => Md5Async(Encoding.UTF8.GetBytes(In(item))),
        ["hashes md5_file_b64"] = item => Md5Async(VectorFiles.BytesOf(item["in"]!)),
        // Where an id turns into hexadecimal digits, and back.
        ["hashes b64_to_hex"] = item => Out(ArtifactReferences.UrlOf(In(item), "x").Split('/')[2]),
        ["hashes hex_to_b64"] = item => Out(ArtifactReferences.Parse($"wandb-artifact://{In(item)}/x")?.Id),
        ["logical_path "] = NormalizeAsync,
        ["manifest_digest_formula "] = DigestAsync,
        ["names alias_is_version_index"] = item => Out(ArtifactName.IsVersion(In(item), out _)),
        ["names parse_entity_project_item"] = item => Value(Parse(In(item), "none", "none") is ArtifactName name
            ? new JsonArray(Item(name), Or(name.Project), Or(name.Entity))
            : null),
        ["names parse_artifact_path"] = item => Value(ParseWithSettings(item) is ArtifactName name
            ? new JsonArray(name.Entity, name.Project, Item(name))
            : null),
        ["names resolve_aliases"] = item => Value(Array(LabelRules.Aliases(Texts(item)))),
        ["names validate_aliases"] = item => Value(Array(LabelRules.Aliases(Texts(item), withLatest: false))),
        ["names validate_tags"] = item => Value(Array(LabelRules.Tags(Texts(item)))),
        ["names local_file_uri_to_path"] = item => Value(
            new ReferenceHandlers(RemoteOptions.Default).For(In(item)) is FileReferences ? FileReferences.LocalPath(In(item)) : null),
        ["path_fallbacks "] = item => Task.FromResult(DefaultFolder(In(item))),
    };

    private static async Task<JsonObject?> Md5Async(byte[] content)
    {
        using var temporary = new TemporaryDirectory();
        string md5 = (await ContentHasher.HashFileAsync(temporary.Write("file", content), CancellationToken.None)).Md5;
        return new JsonObject { ["out"] = md5, ["hex"] = Convert.ToHexStringLower(Convert.FromBase64String(md5)) };
    }

    private static Task<JsonObject?> NormalizeAsync(JsonNode item)
    {
        string? windows = item["in_PureWindowsPath"]?.GetValue<string>();
        return Task.FromResult<JsonObject?>(windows is not null
            ? new JsonObject { ["posix"] = LogicalPath.Normalize(windows, windows: true) }
            : new JsonObject
            {
                ["posix"] = LogicalPath.Normalize(In(item), windows: false),
                ["windows_separator_rule"] = LogicalPath.Normalize(In(item), windows: true),
            });
    }

    private static Task<JsonObject?> DigestAsync(JsonNode item)
    {
        var manifest = new Manifest();
        manifest.Add([.. item["entries"]!.AsArray().Select(entry => new ManifestEntry
        {
            Path = entry!["path"]!.GetValue<string>(),
            Digest = entry["digest"]!.GetValue<string>(),
        })]);
        Assert.AreEqual(manifest.Digest, ManifestDigest.Of(manifest.Entries.Select(entry => (entry.Path, entry.Digest))));
        return Task.FromResult<JsonObject?>(new JsonObject
        {
            ["digest"] = manifest.Digest,
            ["sorted_paths"] = Array(manifest.Entries.Select(entry => entry.Path)),
        });
    }

    private static JsonObject? DefaultFolder(string path)
    {
        int name = path.LastIndexOf('/') + 1;
        return Parse(path[name..], "none", "none") is { Suffix: not null } version
            ? new JsonObject
            {
                ["linux_preferred"] = path[..name] + Path.GetFileName(Artifact.DefaultRoot(version, windows: false)),
                ["windows_preferred"] = path[..name] + Path.GetFileName(Artifact.DefaultRoot(version, windows: true)),
            }
            : null;
    }

    private static ArtifactName? ParseWithSettings(JsonNode item) => Parse(
        In(item),
        item["settings"]!["entity"]?.GetValue<string>() ?? item["default_entity"]!.GetValue<string>(),
        item["settings"]!["project"]?.GetValue<string>() ?? ArtifactName.DefaultProject);

    private static ArtifactName? Parse(string text, string entity, string project) =>
        ArtifactName.TryParse(text, entity, project, out ArtifactName? name, out _) ? name : null;

    private static string Item(ArtifactName name) => name.Suffix is null ? name.Collection : $"{name.Collection}:{name.Suffix}";

    private static string Or(string place) => place == "none" ? "" : place;

    private static string In(JsonNode item) => item["in"]!.GetValue<string>();

    // Python takes a text where a list of texts is meant.
    private static string[]? Texts(JsonNode item) => item["in"] switch
    {
        null => null,
        JsonArray list => [.. list.GetValues<string>()],
        JsonNode text => [text.GetValue<string>()],
    };

    private static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)text)];

    private static Task<JsonObject?> Out(JsonNode? result) => Result("out", result);

    private static Task<JsonObject?> Value(JsonNode? result) => Result("value", result);

    private static Task<JsonObject?> Result(string key, JsonNode? result) =>
        Task.FromResult(result is null ? null : new JsonObject { [key] = result });
}
