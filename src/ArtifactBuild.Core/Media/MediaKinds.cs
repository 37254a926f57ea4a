namespace ArtifactBuild.Media;

/// <summary>The kinds of objects that W&amp;B stores in artifacts, by the suffix of their entries.</summary>
internal static class MediaKinds
{
    public static IReadOnlyList<string> Suffixes { get; } =
    [
        "bokeh-file.json", "joined-table.json", "partitioned-table.json", "table.json", "classes.json", "mask.json",
        "bounding-boxes.json", "audio-file.json", "image-file.json", "video-file.json", "html-file.json",
        "object3D-file.json", "molecule-file.json",
    ];
}
