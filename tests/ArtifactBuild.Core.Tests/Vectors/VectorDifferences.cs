using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Something that we do differently on purpose: it rewrites a vector to what is true of us, and that is asserted.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Applies">Whether a vector is about it.</param>
/// <param name="Rewrite">Changes the vector, in which <c>$ROOT</c> is replaced by the folder already.</param>
internal sealed record Difference(string Reason, Func<Vector, bool> Applies, Action<Vector, string> Rewrite);

/// <summary>Everything in which we differ from W&amp;B 0.18.0 on purpose, as far as its vectors about artifacts show it.</summary>
internal static class VectorDifferences
{
    public static IReadOnlyList<Difference> All { get; } =
    [
        Of("name_normalisation",
            "Paths that are absolute or have “..” are refused as in W&B 0.28; a drive, a backslash and a space at the end are "
            + "refused besides, because not every system can store them.",
            (vector, _) => VectorRewrites.RefusePaths(
                vector, "u/../v.txt", "/abs.txt", "//net/x", "back\\slash.txt", " sp ace ", "../up.txt", "C:/x.txt")),
        Of("new_file_leading_slash", "Absolute paths are refused as in W&B 0.28.", (vector, _) => VectorRewrites.RefusePaths(vector, "/lead.txt")),
        Of("ref_dir_named",
            "The name of the entry is no part of the URI, as fixed in W&B 0.19.6.",
            (vector, _) => VectorRewrites.ReplaceReferences(vector, "/r/top/", "/r/")),
        Of("ref_http_names",
            "W&B calls the reference to a URI that ends with a slash “.”, which is no path; a name must be given.",
            (vector, _) => VectorRewrites.RefuseUris(vector, uri => uri.EndsWith('/'))),
        Of("ref_file_no_checksum",
            "Without a checksum the digest is the MD5 of the file's URI, as in W&B 0.19.6; 0.18.0 takes that of the size.",
            (vector, root) => VectorRewrites.ReplaceDigest(vector, "file1.txt", TestContent.Md5($"file://{root}/r/file1.txt"))),
        new("A name has 128 characters at the most, as in W&B 0.19.11, and a newline at its end is no letter.",
            vector => NameOf(vector) is { Length: > 128 } or [.., '\n'],
            (vector, _) => VectorRewrites.RefuseArtifact(vector, ArtifactCodes.InvalidArtifact)),
        Of("metadata_inf",
            "Infinities are refused as in W&B 0.23; W&B 0.18 keeps them, which is not JSON.",
            (vector, _) => VectorRewrites.RefuseArtifact(vector, ArtifactCodes.InvalidArtifact)),
        Of("metadata_int_keys",
            "In Python 1 and True are one key, in .NET they are two.",
            (vector, _) => VectorRewrites.ReplaceValue(vector, 1, """{ "1": "a", "2.5": "b", "true": "c", "null": "d" }""")),
        Of("metadata_np33",
            "An array is a list whatever its length; W&B writes NumPy's text of those over 32 elements.",
            (vector, _) => VectorRewrites.ReplaceValue(vector, 1, $$"""{ "a33": [{{string.Join(',', Enumerable.Range(0, 33))}}] }""")),
        Of("ttl_reserved_type_guard",
            "No artifact has a type that W&B keeps for itself, so nothing has to guard its time to live.",
            (vector, _) =>
            {
                vector.Operations[0]!["type"] = vector.Operations[1]!["value"]!.DeepClone();
                VectorRewrites.RefuseArtifact(vector, ArtifactCodes.InvalidArtifact);
            }),
    ];

    /// <summary>Cases of helper functions: what is true of us instead, or nothing when a program in .NET can't ask that.</summary>
    public static IReadOnlyDictionary<string, (string Reason, string? Ours)> Cases { get; } = new Dictionary<string, (string, string?)>
    {
        ["names alias_is_version_index \"v١\""] = (AsciiDigits, """{ "out": false }"""),
        ["names alias_is_version_index \"v²\""] = (AsciiDigits, """{ "out": false }"""),
        ["names parse_entity_project_item \"\""] = ("An empty name is none.", Refused),
        ["names resolve_aliases 3"] = ("The compiler refuses a number.", null),
        ["names validate_aliases \"boom\""] = (OneText, """{ "value": ["boom"] }"""),
        ["names validate_aliases [\"\"]"] = ("An empty alias could not be asked for again.", Refused),
        ["names validate_tags \"ok\""] = (OneText, """{ "value": ["ok"] }"""),
        ["names local_file_uri_to_path \"file://host/a\""] = ("A file of another machine is not the file of that path on this one.", Refused),
        ["names local_file_uri_to_path \"file:rel\""] = (NoFileUri, Refused),
        ["names local_file_uri_to_path \"/plain\""] = (NoFileUri, Refused),
        ["names local_file_uri_to_path \"s3://b/k\""] = (NoFileUri, Refused),
        ["names parse_artifact_path \"e/p/a:al/ias\""] = (NoSuchAlias, Refused),
        ["names parse_artifact_path \"a:b:c\""] = (NoSuchAlias, Refused),
        ["hashes b64_to_hex \"\""] = ("No version has an empty id.", Refused),
        ["hashes hex_to_b64 \"\""] = ("No version has an empty id.", Refused),
        ["path_fallbacks  \"plain\""] = ("The folder of a download has the version in its name.", null),
        ["path_fallbacks  \"./artifacts/na*me:v1\""] = (NoSuchName, Refused),
        ["path_fallbacks  \"a\\\"b<c>d|e?f*g:h\""] = (NoSuchName, Refused),
    };

    /// <summary>Helper functions that we don't have.</summary>
    public static IReadOnlyDictionary<string, string> Functions { get; } = new Dictionary<string, string>
    {
        ["hashes md5_file_hex(several)"] = "No digest of ours covers several files at once.",
        ["hashes md5_file_b64(no paths)"] = "No digest of ours covers several files at once.",
        ["names make_artifact_name_safe"] = "No name is made up here: whoever logs gives it, and an illegal one is refused.",
        ["names parse_artifact_string"] = "The texts by which W&B's run configurations name artifacts do not exist here.",
        ["names to_human_size"] = "For W&B's own screen output.",
        ["names from_human_size"] = "For W&B's command that cleans its cache.",
    };

    /// <summary>Files about W&amp;B's own parts, none of which is a contract of ours.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["cache_cleanup"] = "How W&B's cache shrinks, by access times. Ours keeps no access times, and every object of it can be fetched again.",
        ["cache_paths"] = "Where W&B's cache keeps content, by MD5 and by ETag. Ours is addressed by SHA-256, which its own tests cover.",
        ["file_url_v0180"] = "The URLs of W&B's server. Our registries are stores, whose objects have keys.",
        ["multipart_chunk_size_python"] = "The parts of an upload to W&B's server. A store of ours decides that for itself.",
    };

    /// <summary>Files that another project runs.</summary>
    public static IReadOnlyDictionary<string, string> Elsewhere { get; } = new Dictionary<string, string>
    {
        ["table_truncation"] = "ArtifactBuild.Media.Tests",
        ["type_assign"] = "ArtifactBuild.Media.Tests",
        ["type_from_dtype"] = "ArtifactBuild.Media.Tests",
        ["type_of"] = "ArtifactBuild.Media.Tests",
    };

    private const string Refused = """{ "error": {} }""";
    private const string AsciiDigits = "A version has ASCII digits; Python's isnumeric takes Arabic digits and superscripts as well.";
    private const string OneText = "A single text is one label, as in W&B 0.19; W&B 0.18 takes its characters for labels.";
    private const string NoFileUri = "It is no file: URI of an absolute path, so no file can be meant.";
    private const string NoSuchAlias = "An alias has no “/” and no “:”, so nothing can be found by this name.";
    private const string NoSuchName = "No artifact can have this name, so no other name for its folder has to be found.";

    /// <summary>The vector as it is true of us.</summary>
    public static Vector Apply(Vector vector, string root)
    {
        foreach (Difference difference in All.Where(difference => difference.Applies(vector)))
            difference.Rewrite(vector, root);
        return vector;
    }

    private static Difference Of(string id, string reason, Action<Vector, string> rewrite) => new(reason, vector => vector.Id == id, rewrite);

    private static string? NameOf(Vector vector) => vector.Operations[0]?["name"]?.GetValue<string>();
}
