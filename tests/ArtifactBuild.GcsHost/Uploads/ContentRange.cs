using System.Globalization;
using System.Text.RegularExpressions;
using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.Uploads;

/// <summary>The <c>Content-Range</c> of a request to an upload session. No first byte is a question for the state; no last one means "to the end of this body".</summary>
internal sealed partial record ContentRange(long? First, long? Last, long? Total)
{
    public static ContentRange Parse(string? header)
    {
        // Without the header the body is the whole object.
        if (header == null)
            return new ContentRange(0, null, null);
        Match match = Form().Match(header);
        if (!match.Success)
            throw ApiError.Text(400, "Failed to parse Content-Range header.");

        var range = new ContentRange(Number(match, "first"), Number(match, "last"), Number(match, "total"));
        if (range.Last < range.First || range.Last >= range.Total)
            throw ApiError.Text(400, "Invalid request. The Content-Range header contradicts itself.");
        return range;
    }

    [GeneratedRegex(@"^bytes (\*|(?<first>\d{1,18})-(\*|(?<last>\d{1,18})))/(\*|(?<total>\d{1,18}))$")]
    private static partial Regex Form();

    private static long? Number(Match match, string group) =>
        match.Groups[group].Success ? long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : null;
}
