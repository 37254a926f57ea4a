using System.Globalization;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Content;

/// <summary>Numbers of bytes as people read them.</summary>
public static class ByteSize
{
    /// <summary>Writes a number of bytes.</summary>
    /// <param name="bytes">The number.</param>
    /// <returns>The number in bytes, KiB, MiB or GiB, the same in every culture.</returns>
    public static string Text(double bytes) => bytes switch
    {
        < 1024 => Plural.Text((long)Math.Round(bytes, MidpointRounding.AwayFromZero), "byte", "bytes"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1024 * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):0.00} GiB"),
    };
}
