using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Testing.Registries;

/// <summary>Asserts about coded failures.</summary>
internal static class Codes
{
    public static async Task<ArtifactException> AssertThrowsAsync(string code, Func<Task> work)
    {
        ArtifactException failure = await Assert.ThrowsAsync<ArtifactException>(work);
        Assert.AreEqual(code, failure.Code, failure.Message);
        return failure;
    }

    public static ArtifactException AssertThrows(string code, Func<object?> work) => AssertThrows(code, () =>
    {
        work();
    });

    public static ArtifactException AssertThrows(string code, Action work)
    {
        ArtifactException failure = Assert.Throws<ArtifactException>(work);
        Assert.AreEqual(code, failure.Code, failure.Message);
        return failure;
    }
}
