namespace ArtifactBuild.Registries;

/// <summary>Where the registry lies when nobody says.</summary>
public static class RegistryLocation
{
    /// <summary>
    /// A folder in the user's data: <c>%LOCALAPPDATA%</c>, <c>~/Library/Application Support</c>, or <c>$XDG_DATA_HOME</c>, which
    /// is <c>~/.local/share</c> when it is not set (XDG Base Directory Specification).
    /// </summary>
    /// <returns>An absolute path; below the temporary folder when the user has no home.</returns>
    public static string Default()
    {
        string parent = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        // Below the root lies the home of a user whom the system does not know, as in many containers.
        bool hasHome = parent.Length > 0 && !parent.TrimStart('/').StartsWith(".local/", StringComparison.Ordinal);
        return Path.Combine(!hasHome ? Path.GetTempPath() : parent, "artifactbuild", "registry");
    }
}
