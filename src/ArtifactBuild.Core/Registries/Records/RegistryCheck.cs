using System.Security.Cryptography;
using System.Text;

namespace ArtifactBuild.Registries.Records;

/// <summary>
/// The last field of the registry's mutable objects, <c>check</c>: half of the SHA-256 of all that stands before it. A head that was
/// damaged on the way must not become the base of the next one.
/// </summary>
internal static class RegistryCheck
{
    private const int DigestLength = 32;

    private static readonly byte[] Start = ",\"check\":\""u8.ToArray();
    private static readonly byte[] End = "\"}"u8.ToArray();

    private static int TailLength => Start.Length + DigestLength + End.Length;

    /// <summary>Adds the field to an object of JSON.</summary>
    public static byte[] Add(byte[] json) => [.. json.AsSpan(0, json.Length - 1), .. Start, .. Of(json.AsSpan(0, json.Length - 1)), .. End];

    /// <summary>Whether the field is right. An object without it, or laid out in another way, was written by hand, and is believed.</summary>
    public static bool IsRight(ReadOnlySpan<byte> json)
    {
        if (json.Length < TailLength)
            return true;
        ReadOnlySpan<byte> tail = json[^TailLength..];
        bool isOurs = tail.StartsWith(Start) && tail.EndsWith(End);
        return !isOurs || tail.Slice(Start.Length, DigestLength).SequenceEqual(Of(json[..^TailLength]));
    }

    private static byte[] Of(ReadOnlySpan<byte> json) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)))[..DigestLength];
}
