namespace ArtifactBuild.Shared;

/// <summary>Where the page of a code is. Shared with the generator, so that both link to one place.</summary>
internal static class CodePage
{
    /// <summary>The address of a page.</summary>
    /// <param name="code">The code, for example <c>ART1001</c>.</param>
    /// <returns>The address, for a link in an editor.</returns>
    public static string Link(string code) => HomePage.Codes + code + ".md";
}
