using System.Text.RegularExpressions;

namespace ArtifactBuild.Storage;

/// <summary>Addresses as they may be shown.</summary>
internal static partial class StoreAddress
{
    /// <summary>The address without user name, password and query values, for messages: somebody may have put a key there.</summary>
    public static string WithoutSecrets(string address)
    {
        // Also in a text that is not a URI: the part before an @ may be a password.
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri))
        {
            int query = address.AsSpan().IndexOfAny('?', '#');
            string shown = UserInfo().Replace(query < 0 ? address : address[..query] + "?…", "//***@");
            // Somebody may have written a key where the port belongs, so a port that is not a number is hidden.
            return Port().Replace(shown, "$1:***");
        }

        if (uri.IsFile)
            return UserInfo().Replace(address, "//***@");
        string authority = uri.UserInfo.Length == 0 ? uri.Authority : "***@" + uri.Authority;
        return $"{uri.Scheme}://{authority}{uri.AbsolutePath}{(uri.Query.Length == 0 ? "" : "?…")}";
    }

    [GeneratedRegex("//[^/@]*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex("(//(?:[^/:@]*@)?(?:\\[[^/\\]]*\\]|[^/:]*)):[^/]*")]
    private static partial Regex Port();
}
