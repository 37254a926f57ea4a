using System.Globalization;

namespace ArtifactBuild.Storage.Gcs;

/// <summary>
/// What tells the states of an object apart: the generation changes with its bytes, the metageneration with its metadata. A
/// touch changes only the latter, so an ETag is made of both.
/// </summary>
internal readonly record struct GcsETag(long Generation, long Metageneration)
{
    /// <summary>Reads an ETag; nothing when it is not one of this store, so no object has it.</summary>
    public static GcsETag? Parse(string etag)
    {
        int dash = etag.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(etag.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out long generation)
            && long.TryParse(etag.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long metageneration)
                ? new GcsETag(generation, metageneration)
                : null;
    }

    /// <summary>The condition that an object is in this state, as the query of a request.</summary>
    public string ToQuery() =>
        string.Create(CultureInfo.InvariantCulture, $"ifGenerationMatch={Generation}&ifMetagenerationMatch={Metageneration}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation}-{Metageneration}");
}
