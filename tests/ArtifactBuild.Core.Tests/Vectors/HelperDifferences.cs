namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>In which our helper functions differ from W&amp;B's on purpose.</summary>
internal static class HelperDifferences
{
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

    private const string Refused = """{ "error": {} }""";
    private const string AsciiDigits = "A version has ASCII digits; Python's isnumeric takes Arabic digits and superscripts as well.";
    private const string OneText = "A single text is one label, as in W&B 0.19; W&B 0.18 takes its characters for labels.";
    private const string NoFileUri = "It is no file: URI of an absolute path, so no file can be meant.";
    private const string NoSuchAlias = "An alias has no “/” and no “:”, so nothing can be found by this name.";
    private const string NoSuchName = "No artifact can have this name, so no other name for its folder has to be found.";
}
