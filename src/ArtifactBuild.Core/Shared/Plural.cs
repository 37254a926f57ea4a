using System.Globalization;

namespace ArtifactBuild.Shared;

/// <summary>The one writer of counted nouns: “1 file”, “2 files”.</summary>
internal static class Plural
{
    /// <summary>Chooses the form of a word that goes with a number.</summary>
    public static string Form(long count, string one, string many) => count == 1 ? one : many;

    /// <summary>Writes a number and what it counts, the same in every culture.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">The noun for one.</param>
    /// <param name="many">The noun for any other number.</param>
    /// <param name="format">How the number is written, as <see cref="long.ToString(string)"/> knows it: digits alone if not given.</param>
    public static string Text(long count, string one, string many, string format = "0") =>
        count.ToString(format, CultureInfo.InvariantCulture) + " " + Form(count, one, many);
}
