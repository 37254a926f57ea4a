using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>W&amp;B's digests, written a second time from their description (spec 4.1 and 4.2) on .NET's own functions alone.</summary>
internal static class ManifestDigest
{
    public static string Of(JsonObject manifest) =>
        Of(manifest["contents"]!.AsObject().Select(entry => (entry.Key, entry.Value!["digest"]!.GetValue<string>())));

    public static string Of(IEnumerable<(string Path, string Digest)> entries)
    {
        // Bytes of UTF-8 compare like code points; hexadecimal digits compare like the bytes.
        var text = new StringBuilder("wandb-artifact-manifest-v1\n");
        foreach ((string path, string digest) in entries
            .OrderBy(entry => Convert.ToHexString(Encoding.UTF8.GetBytes(entry.Path)), StringComparer.Ordinal))
            text.Append(path).Append(':').Append(digest).Append('\n');
        return Convert.ToHexStringLower(Md5(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The digest of an entry.</summary>
    public static string OfEntry(byte[] content) => Convert.ToBase64String(Md5(content));

#pragma warning disable CA5351 // The formulas are W&B's.
    private static byte[] Md5(byte[] content) => MD5.HashData(content);
#pragma warning restore CA5351
}
