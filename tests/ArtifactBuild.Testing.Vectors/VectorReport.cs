using System.Globalization;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>How many vectors of a folder run where, and how many don't, by reason.</summary>
internal static class VectorReport
{
    /// <summary>The vectors that don't run, by each of their reasons.</summary>
    public static SortedDictionary<string, int> Listed(string root, params VectorRunner[] runners) => new(
        VectorCatalog.Of(root)
            .Where(vector => vector.Listed is not null && runners.Contains(vector.Runner))
            .SelectMany(vector => vector.Listed!.Split("; "))
            .CountBy(reason => reason)
            .ToDictionary(),
        StringComparer.Ordinal);

    public static string Of(string root)
    {
        IReadOnlyList<CatalogedVector> all = VectorCatalog.Of(root);
        IEnumerable<string> running = all.Where(vector => vector.Listed is null).CountBy(vector => vector.Runner).OrderBy(count => count.Key)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} run as {count.Key}"));
        IEnumerable<string> listed = Listed(root, Enum.GetValues<VectorRunner>())
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} listed: {count.Key}"));
        return string.Join('\n', [$"{all.Count} vectors in {root}:", .. running, .. listed]);
    }
}
