namespace ArtifactBuild.Generator;

/// <summary>Where the pages about the codes are.</summary>
internal static class HelpLinks
{
    // A name that nobody can own, until the pages have a place of their own.
    private const string Base = "https://artifactbuild.example/codes/";

    public static string Of(string code) => Base + code;
}
