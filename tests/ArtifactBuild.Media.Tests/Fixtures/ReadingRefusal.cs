using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Media.Tests.Fixtures;

/// <summary>Asserts that an object can't be read.</summary>
internal static class ReadingRefusal
{
    public static async Task<ArtifactException> OfAsync(Artifact artifact, string name, string code = ArtifactCodes.ManifestMalformed)
    {
        ArtifactException e = await Assert.ThrowsExactlyAsync<ArtifactException>(() => artifact.GetAsync(name));
        Assert.AreEqual(code, e.Code, e.ToString());
        return e;
    }
}
