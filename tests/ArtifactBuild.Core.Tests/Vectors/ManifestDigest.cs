using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>W&amp;B's artifact digest, written a second time from its description (spec 4.2) on System.Text.Json alone.</summary>
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
#pragma warning disable CA5351 // The formula is W&B's.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5351
    }
}
