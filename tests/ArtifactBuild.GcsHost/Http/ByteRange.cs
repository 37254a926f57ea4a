using System.Globalization;

namespace ArtifactBuild.GcsHosting.Http;

/// <summary>The one range of a <c>Range</c> header, on an object of a known size.</summary>
internal readonly record struct ByteRange(long First, long Length)
{
    /// <summary>Null when all of it is meant: without the header, or with one that says nothing we know. Throws 416 for a range past the end.</summary>
    public static ByteRange? Parse(string? header, long size)
    {
        const string unit = "bytes=";
        if (header == null || !header.StartsWith(unit, StringComparison.Ordinal))
            return null;
        string[] ends = header[unit.Length..].Split('-');
        if (ends.Length != 2 || !TryParse(ends[0], out long? first) || !TryParse(ends[1], out long? last))
            return null;

        if (first == null)
        {
            // The last so many bytes.
            if (last is null)
                return null;
            long count = Math.Min(last.Value, size);
            return count > 0 ? new ByteRange(size - count, count) : throw ApiError.RangeNotSatisfiable(size);
        }

        if (last < first)
            return null;
        if (first >= size)
            throw ApiError.RangeNotSatisfiable(size);
        return new ByteRange(first.Value, Math.Min(last ?? long.MaxValue, size - 1) - first.Value + 1);
    }

    public string ToContentRange(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{First + Length - 1}/{size}");

    private static bool TryParse(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            return false;
        number = value;
        return true;
    }
}
