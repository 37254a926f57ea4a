using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ArtifactBuild.Model;

/// <summary>
/// The number of bytes that a reference to another artifact's entry leads to. W&amp;B gives such an entry the size 0, so ours stands in
/// <c>extra.targetSize</c>.
/// </summary>
internal static class TargetSize
{
    private const string Key = "targetSize";

    /// <summary>Reads the size; <see langword="null"/> when there is none, or it is no size.</summary>
    public static long? Of(ImmutableSortedDictionary<string, JsonElement> extra) =>
        extra.TryGetValue(Key, out JsonElement element)
            && element.ValueKind == JsonValueKind.Number
            && element.TryGetInt64(out long size)
            && size >= 0
                ? size
                : null;

    /// <summary>Adds the size.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> Add(ImmutableSortedDictionary<string, JsonElement> extra, long size) =>
        extra.Add(Key, JsonElement.Parse(size.ToString(CultureInfo.InvariantCulture)));
}
