namespace ArtifactBuild.Storage;

/// <summary>Addresses as they may be shown.</summary>
internal static class StoreAddress
{
    /// <summary>The address without user name, password and query values, for messages: somebody may have put a key there.</summary>
    public static string WithoutSecrets(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.IsFile)
            return address;
        string authority = uri.UserInfo.Length == 0 ? uri.Authority : "***@" + uri.Authority;
        return $"{uri.Scheme}://{authority}{uri.AbsolutePath}{(uri.Query.Length == 0 ? "" : "?…")}";
    }
}
