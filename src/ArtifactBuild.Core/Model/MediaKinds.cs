namespace ArtifactBuild.Model;

/// <summary>The kinds of objects that W&amp;B stores in artifacts, by the suffix of their entries.</summary>
internal static class MediaKinds
{
    public static IReadOnlyList<string> Suffixes { get; } =
    [
        "bokeh-file.json", "joined-table.json", "partitioned-table.json", "table.json", "classes.json", "mask.json",
        "bounding-boxes.json", "audio-file.json", "image-file.json", "video-file.json", "html-file.json",
        "object3D-file.json", "molecule-file.json",
    ];

    /// <summary>The objects of a name, which may have the suffix of a kind or not.</summary>
    public static IEnumerable<(ManifestEntry Entry, string Kind)> Find(Manifest manifest, string name)
    {
        // A suffix of another one, as table.json is of joined-table.json, comes after it.
        if (Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is string own
            && manifest.TryGet(name, out ManifestEntry? entry))
        {
            yield return (entry, KindOf(own));
        }

        foreach (string suffix in Suffixes)
        {
            if (manifest.TryGet($"{name}.{suffix}", out entry))
                yield return (entry, KindOf(suffix));
        }
    }

    private static string KindOf(string suffix) => suffix[..^".json".Length];
}
