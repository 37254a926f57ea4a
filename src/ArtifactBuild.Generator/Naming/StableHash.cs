using System.Globalization;

namespace ArtifactBuild.Generator.Naming;

/// <summary>A hash that is the same in every process, for names that must not change.</summary>
internal static class StableHash
{
    /// <summary>Makes 8 hex digits by 32-bit FNV-1a over the UTF-16 units, low byte first.</summary>
    public static string Of(string text)
    {
        uint hash = 2166136261;
        unchecked
        {
            foreach (char c in text)
            {
                hash = (hash ^ (byte)c) * 16777619;
                hash = (hash ^ (byte)(c >> 8)) * 16777619;
            }
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
