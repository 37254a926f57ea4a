using System.Buffers;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.References;

namespace ArtifactBuild.Storage.Azure.References;

/// <summary>
/// The URI of a blob or of all blobs below a folder, as <c>https://account.blob.core.windows.net/container/name?versionId=…</c> or
/// <c>azure://account/container/name</c>.
/// </summary>
/// <param name="Text">The URI as it was written, without its query.</param>
/// <param name="Account">The storage account.</param>
/// <param name="Container">The container.</param>
/// <param name="Blob">The blob's name, without a slash at its end; empty for the whole container.</param>
/// <param name="IsFolder">Whether only a folder can be meant.</param>
/// <param name="VersionId">The version that is asked for.</param>
internal sealed record BlobUri(string Text, string Account, string Container, string Blob, bool IsFolder, string? VersionId) : RemoteUri
{
    /// <summary>What to write instead of a URI that can't be referenced.</summary>
    public const string Advice = "Give the URI of a blob or of a folder in a container, as https://account.blob.core.windows.net/container/blob.";

    private const string HostSuffix = ".blob.core.windows.net";

    // What would end the path of a URI or be changed in it. All else stays as in W&B, letters of other scripts included.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(c => (char)c), '%', '#', '?', '\\', '\x7f']);

    // Parts of the names of parameters that give access: a signature (sig) before all.
    private static readonly string[] Secrets = ["sig", "token", "key", "secret", "password", "credential"];

    public override string Ref => Text;

    public override string Name => Blob;

    public override string FullName => Blob.Length > 0 ? Blob : Container;

    /// <summary>Takes a URI apart.</summary>
    /// <exception cref="ArtifactException">ART4009: the URI names no container, or has a secret or a snapshot in it.</exception>
    public static BlobUri Parse(string text)
    {
        int end = text.AsSpan().IndexOfAny('?', '#');
        string bare = end < 0 ? text : text[..end];
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri))
            throw Invalid(text[..text.IndexOf(':', StringComparison.Ordinal)] + ":…", "it is not a URI");
        if (uri.UserInfo.Length > 0)
            throw Invalid(StoreAddress.WithoutSecrets(bare), "it has credentials in it; they come from the environment");
        string account = uri.Scheme == Uri.UriSchemeHttps && uri.Host.EndsWith(HostSuffix, StringComparison.OrdinalIgnoreCase)
            ? uri.Host[..^HostSuffix.Length]
            : uri.Scheme == "azure" ? uri.Host : "";
        string[] parts = uri.AbsolutePath.TrimStart('/').Split('/', 2);
        string container = Uri.UnescapeDataString(parts[0]);
        if (!uri.IsDefaultPort || !AzureAddress.IsAccount(account) || !AzureAddress.IsContainer(container))
            throw Invalid(bare, "it names no container");
        string name = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        return new BlobUri(bare, account, container, name.TrimEnd('/'), name.Length == 0 || name.EndsWith('/'), VersionOf(uri, bare));
    }

    public override string RefOf(string name)
    {
        string relative = name[Math.Min(Prefix.Length, name.Length)..];
        if (!relative.AsSpan().ContainsAny(Escaped))
            return $"{Text.TrimEnd('/')}/{relative}";
        IEnumerable<string> escaped = relative.Select(c => Escaped.Contains(c) ? Uri.HexEscape(c) : c.ToString());
        return $"{Text.TrimEnd('/')}/{string.Concat(escaped)}";
    }

    private static ArtifactException Invalid(string shown, string reason) => ReferenceUri.Invalid(shown, reason, Advice);

    private static string? VersionOf(Uri uri, string bare)
    {
        string? version = null;
        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals]);
            if (Secrets.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase)))
                throw Invalid(bare, "its query has a signature or a key, which everybody who reads the manifest would see; remove the query, credentials come from the environment");
            // Another content than that of the blob itself, and W&B has no such references.
            if (name.Equals("snapshot", StringComparison.OrdinalIgnoreCase))
                throw Invalid(bare, "it names a snapshot; only versions can be referenced");
            if (name.Equals("versionId", StringComparison.OrdinalIgnoreCase) && equals >= 0)
                version = Uri.UnescapeDataString(pair[(equals + 1)..]);
        }

        return string.IsNullOrEmpty(version) ? null : version;
    }
}
