using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.References;

/// <summary>What holds for the URIs of all references.</summary>
internal static class ReferenceUri
{
    // The parameters by which clouds sign a URI, and what services call a key.
    private static readonly string[] SecretNames =
    [
        "sig", "signature", "x-amz-signature", "x-amz-credential", "x-amz-security-token", "awsaccesskeyid",
        "x-goog-signature", "x-goog-credential", "googleaccessid", "access_token", "auth", "auth_token", "token",
        "api_key", "api-key", "apikey", "password", "passwd", "pwd", "secret", "client_secret", "private_token",
    ];

    /// <summary>Refuses a URI that has credentials in it: it would stand in the manifest, for everybody to read.</summary>
    /// <exception cref="ArtifactException">ART4009: it has.</exception>
    public static void EnsureNoSecrets(string uri)
    {
        string? secret = ObjectStores.SchemeOf(uri) is "file" ? null
            : HasUserInfo(uri) ? "a user name or a password"
            : SecretParameter(uri) is string name ? $"the parameter “{LogicalPath.Printable(name)}”"
            : null;
        if (secret is not null)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidReference,
                $"“{StoreAddress.WithoutSecrets(uri)}” can't be referenced: it has {secret} in it, which everybody who reads the artifact would see. Give the URI without it, and credentials by the environment.");
        }
    }

    /// <summary>The error for a URI that can't be added.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="reason">What is wrong with it, as the end of a sentence.</param>
    /// <param name="advice">What to do, as a sentence.</param>
    public static ArtifactException Invalid(string uri, string reason, string advice) => new(
        ArtifactCodes.InvalidReference, $"“{Shown(uri)}” can't be referenced: {reason}. {advice}");

    /// <summary>The error for a reference that can't be loaded now.</summary>
    public static ArtifactException Unavailable(ManifestEntry entry, string reason) => new(
        ArtifactCodes.ReferenceUnavailable,
        $"“{entry.Path}” points to {Shown(entry.Ref!)}, which could not be loaded: {reason}. Put it back or try again, or leave it out with AllowMissingReferences.");

    /// <summary>The error for a reference whose content is another one now.</summary>
    public static ArtifactException Changed(ManifestEntry entry, string reason) => new(
        ArtifactCodes.DigestMismatch,
        $"“{entry.Path}” points to {Shown(entry.Ref!)}, whose content is not the one that was logged: {reason}. Put the right content back, or log the reference again.");

    /// <summary>A URI as messages show it.</summary>
    public static string Shown(string uri) => LogicalPath.Printable(StoreAddress.WithoutSecrets(uri));

    // Also by hand: a text that .NET does not take for a URI may have a password in it.
    private static bool HasUserInfo(string uri)
    {
        if (Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed))
            return parsed.UserInfo.Length > 0;
        int start = uri.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
            return false;
        ReadOnlySpan<char> authority = uri.AsSpan(start + 3);
        int end = authority.IndexOfAny('/', '?', '#');
        return (end < 0 ? authority : authority[..end]).Contains('@');
    }

    // Of the query and of the fragment, in which some services hand out keys.
    private static string? SecretParameter(string uri)
    {
        int start = uri.AsSpan().IndexOfAny('?', '#');
        return start < 0 ? null : uri[start..].Split('?', '#', '&', ';')
            .Where(pair => pair.Contains('=', StringComparison.Ordinal))
            .Select(pair => Uri.UnescapeDataString(pair.Split('=')[0]))
            .FirstOrDefault(IsSecret);
    }

    private static bool IsSecret(string name) => SecretNames.Contains(name, StringComparer.OrdinalIgnoreCase);
}
