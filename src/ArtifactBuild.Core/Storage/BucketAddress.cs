using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage;

/// <summary>The parts that the address of every cloud store has: <c>scheme://bucket/prefix?option=value</c>.</summary>
/// <param name="Bucket">The bucket, or the account of a store that has accounts.</param>
/// <param name="Path">What follows, without slashes at its ends; empty when nothing does.</param>
/// <param name="Options">The options by name.</param>
public sealed record BucketAddress(string Bucket, string Path, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Takes an address apart.</summary>
    /// <param name="address">The address.</param>
    /// <param name="scheme">The scheme that it must have.</param>
    /// <param name="allowedOptions">The options that there are; all other ones are refused, because they may be secrets.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArtifactException">ART2001: the address has another form, credentials, or an unknown option.</exception>
    public static BucketAddress Parse(string address, string scheme, params ReadOnlySpan<string> allowedOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme != scheme || uri.Host.Length == 0)
            throw Invalid(address, $"it is not of the form {scheme}://bucket/prefix");
        if (uri.UserInfo.Length > 0)
            throw Invalid(address, "it has credentials in it; they come from the environment of the build");
        if (uri.Fragment.Length > 0)
            throw Invalid(address, "it has a fragment");
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            if (!allowedOptions.Contains(name) || !options.TryAdd(name, equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..])))
                throw Invalid(address, equals < 0 ? "it has an option without a value" : $"the option “{name}” does not exist or is there twice");
        }

        return new BucketAddress(uri.Host, Uri.UnescapeDataString(uri.AbsolutePath).Trim('/'), options);
    }

    /// <summary>The error for an address that can't be used.</summary>
    /// <param name="address">The address; what may be secret in it is not shown.</param>
    /// <param name="reason">Why.</param>
    /// <returns>The error.</returns>
    public static ArtifactException Invalid(string address, string reason) => new(
        ArtifactCodes.InvalidRegistry,
        $"“{StoreAddress.WithoutSecrets(address)}” can't be used as a registry: {reason}.");
}
