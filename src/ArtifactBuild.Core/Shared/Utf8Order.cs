using System.Runtime.CompilerServices;

namespace ArtifactBuild.Shared;

/// <summary>The order of UTF-8 bytes, which is the order of code points, for UTF-16 text.</summary>
internal static class Utf8Order
{
    /// <summary>Compares two texts as their UTF-8 bytes would compare.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other text.</param>
    /// <returns>A negative number, zero or a positive number, as for every comparison.</returns>
    [MethodImpl(HotPath.OptimizeAtOnce)]
    public static int Compare(string left, string right)
    {
        int shared = Math.Min(left.Length, right.Length);
        for (int i = 0; i < shared; i++)
        {
            char a = left[i], b = right[i];
            if (a != b)
                return Rank(a) - Rank(b);
        }

        return left.Length - right.Length;
    }

    // Surrogates stand for code points above U+FFFF, but as UTF-16 units they are below U+E000.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
