namespace ArtifactBuild.Cache;

/// <summary>Where the shared cache lies when nobody says.</summary>
public static class CacheLocation
{
    /// <summary>
    /// The platform's folder for caches: <c>%LOCALAPPDATA%</c>, <c>~/Library/Caches</c>, or <c>$XDG_CACHE_HOME</c>, which is
    /// <c>~/.cache</c> when it is not set (XDG Base Directory Specification).
    /// </summary>
    /// <returns>An absolute path; below the temporary folder when the user has no home.</returns>
    public static string Default()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        // What a user has for a home whom the system does not know, as in many containers.
        if (home == "/")
            home = "";
        string parent;
        if (OperatingSystem.IsWindows())
            parent = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        else if (OperatingSystem.IsMacOS())
            parent = home.Length == 0 ? "" : Path.Combine(home, "Library", "Caches");
        else if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is string xdg && Path.IsPathFullyQualified(xdg))
            parent = xdg;
        else
            parent = home.Length == 0 ? "" : Path.Combine(home, ".cache");
        return Path.Combine(parent.Length == 0 ? Path.GetTempPath() : parent, "artifactbuild");
    }
}
