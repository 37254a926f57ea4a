using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Media.Tests.Fixtures;

/// <summary>Asserts that something is refused with ART4006, in words that say what it is about.</summary>
internal static class Refusal
{
    public static void Of(Func<object?> make, params string[] words) => Of(() => { _ = make(); }, words);

    public static void Of(Action action, params string[] words)
    {
        ArtifactException e = Codes.AssertThrows(ArtifactCodes.InvalidArtifact, action);
        Assert.IsExactInstanceOfType<ArtifactException>(e);
        foreach (string word in words)
            Assert.Contains(word, e.Message);
    }
}
