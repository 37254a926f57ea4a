namespace ArtifactBuild.Testing.Vectors;

/// <summary>The vectors of helper functions, which are lists of cases, by their ids.</summary>
internal static class HelperFiles
{
    /// <summary>Those about W&amp;B's own parts, none of which is a contract of ours.</summary>
    public static IReadOnlyDictionary<string, string> NotOurs { get; } = new Dictionary<string, string>
    {
        ["cache_cleanup"] = "How W&B's cache shrinks, by access times. Ours keeps no access times, and every object of it can be fetched again.",
        ["cache_paths"] = "Where W&B's cache keeps content, by MD5 and by ETag. Ours is addressed by SHA-256, which its own tests cover.",
        ["file_url_v0180"] = "The URLs of W&B's server. Our registries are stores, whose objects have keys.",
        ["multipart_chunk_size_python"] = "The parts of an upload to W&B's server. A store of ours decides that for itself.",
    };

    /// <summary>Those about the types of a table's columns and about its size.</summary>
    public static IReadOnlyList<string> OfTypes { get; } = ["table_truncation", "type_assign", "type_from_dtype", "type_of"];
}
