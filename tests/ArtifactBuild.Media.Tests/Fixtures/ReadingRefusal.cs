using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Media.Tests.Fixtures;

/// <summary>Asserts that an object can't be read.</summary>
internal static class ReadingRefusal
{
    public static async Task<ArtifactException> OfAsync(Artifact artifact, string name, string code = ArtifactCodes.ManifestMalformed)
    {
        ArtifactException e = await Codes.AssertThrowsAsync(code, () => artifact.GetAsync(name));
        Assert.IsExactInstanceOfType<ArtifactException>(e);
        return e;
    }
}
