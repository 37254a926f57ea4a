using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Media.Tests.Fixtures;

/// <summary>Asserts that something is refused with ART4006, in words that say what it is about.</summary>
internal static class Refusal
{
    public static void Of(Func<object?> make, params string[] words) => Of(() => { _ = make(); }, words);

    public static void Of(Action action, params string[] words)
    {
        ArtifactException e = Assert.ThrowsExactly<ArtifactException>(action);
        Assert.AreEqual(ArtifactCodes.InvalidArtifact, e.Code);
        foreach (string word in words)
            Assert.Contains(word, e.Message);
    }
}
