using System.Globalization;

namespace ArtifactBuild.Values;

/// <summary>The values of metadata that are stored as a text.</summary>
internal static class MetadataValueText
{
    /// <summary>The text of a date, a time, or anything that can be formatted; <see langword="null"/> for anything else.</summary>
    public static string? Of(object value) => value switch
    {
        DateTime { Kind: DateTimeKind.Unspecified } time => IsoDate(time) + IsoTime(time.TimeOfDay),
        DateTime time => Of(new DateTimeOffset(time)),
        DateTimeOffset time => IsoDate(time.DateTime) + IsoTime(time.TimeOfDay) + IsoOffset(time.Offset),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => IsoTime(time.ToTimeSpan())[1..],
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string IsoDate(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Python knows microseconds; a tenth of one, which .NET knows, is not lost.
    private static string IsoTime(TimeSpan time)
    {
        string format = (time.Ticks % TimeSpan.TicksPerSecond, time.Ticks % TimeSpan.TicksPerMicrosecond) switch
        {
            (0, _) => @"\Thh\:mm\:ss",
            (_, 0) => @"\Thh\:mm\:ss\.ffffff",
            _ => @"\Thh\:mm\:ss\.fffffff",
        };
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string IsoOffset(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
