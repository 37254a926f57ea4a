using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Registry.Tests.Support;

internal static class Expect
{
    public static async Task<ArtifactException> CodeAsync(string code, Func<Task> act)
    {
        ArtifactException thrown = await Assert.ThrowsAsync<ArtifactException>(act);
        Assert.AreEqual(code, thrown.Code, thrown.Message);
        return thrown;
    }

    public static ArtifactException Code(string code, Action act)
    {
        ArtifactException thrown = Assert.Throws<ArtifactException>(act);
        Assert.AreEqual(code, thrown.Code, thrown.Message);
        return thrown;
    }

    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (T item in items)
            list.Add(item);
        return list;
    }
}
