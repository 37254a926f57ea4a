using System.Collections.Immutable;
using System.Text.Json;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.References;

/// <summary>References to entries of other artifacts: <c>wandb-artifact://&lt;id in hexadecimal&gt;/&lt;path&gt;</c>.</summary>
/// <remarks>
/// W&amp;B writes the path as it is, and names with <c>?</c>, <c>#</c> or <c>%</c> break; here it is percent-encoded. The digest is the
/// target's and the size 0, as in W&amp;B; besides, the entry carries the SHA-256 and the size of the target's bytes, so that
/// they are protected, found without the other artifact, and kept by garbage collection.
/// </remarks>
internal static class ArtifactReferences
{
    public const string Scheme = "wandb-artifact";

    /// <exception cref="ArtifactException">ART4009: the id is none that a URI can hold.</exception>
    public static string UrlOf(string id, string path) =>
        $"{Scheme}://{HexOf(id)}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>Describes a reference to an entry of the logged version of an id.</summary>
    public static ManifestEntry Describe(ManifestEntry target, string id, string path)
    {
        // An entry that is itself such a reference has the end of the chain in it already.
        bool isChain = target.Ref?.StartsWith(Scheme + "://", StringComparison.Ordinal) == true;
        var extra = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);
        if (target.Sha256 is not null && (TargetSize.Of(target.Extra) ?? target.Size) is long size)
            extra = TargetSize.Add(extra, size);
        return new ManifestEntry
        {
            Path = path,
            Digest = target.Digest,
            Size = 0,
            Ref = isChain ? target.Ref : UrlOf(id, target.Path),
            Sha256 = target.Sha256,
            Extra = extra,
        };
    }

    /// <summary>Takes a URI apart.</summary>
    public static (string Id, string Path)? Parse(string? uri)
    {
        const string Start = Scheme + "://";
        int slash = uri?.StartsWith(Start, StringComparison.Ordinal) == true ? uri.IndexOf('/', Start.Length) : -1;
        if (slash < 0)
            return null;
        string hex = uri![Start.Length..slash];
        if (hex.Length % 2 != 0 || hex.Length == 0 || !hex.All(char.IsAsciiHexDigitLower))
            return null;
        return (Convert.ToBase64String(Convert.FromHexString(hex)), Uri.UnescapeDataString(uri[(slash + 1)..]));
    }

    // W&B: the hexadecimal form of the bytes of the id, which is base64. Ours are 32 characters of base64's alphabet.
    private static string HexOf(string id)
    {
        byte[] bytes = new byte[id.Length];
        return Convert.TryFromBase64String(id, bytes, out int length) && length > 0
            ? Convert.ToHexStringLower(bytes, 0, length)
            : throw new ArtifactException(
                ArtifactCodes.InvalidReference,
                $"The id “{LogicalPath.Printable(id)}” is not base64, so nothing can refer to it. The registry's record of the version is damaged.");
    }
}
