using System.Globalization;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Shows sizes to people.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Shows a size in a unit that suits it, and in bytes.</summary>
    public static string Show(long size)
    {
        string bytes = Plural.Text(size, "byte", "bytes", "N0");
        if (size < 1024)
            return bytes;

        double scaled = size / 1024.0;
        int unit = 0;
        // What would be shown as 1024.0 belongs to the next unit.
        for (; scaled >= 1023.95; unit++)
            scaled /= 1024;

        return scaled.ToString("F1", CultureInfo.InvariantCulture) + " " + Units[unit] + " (" + bytes + ")";
    }
}
