using ArtifactBuild.Package.Tests.Fixtures;

// A build keeps one or two cores busy.
[assembly: Parallelize(Workers = 3, Scope = ExecutionScope.MethodLevel)]

namespace ArtifactBuild.Package.Tests;

[TestClass]
public static class TestSetup
{
    [AssemblyInitialize]
    public static Task PackAsync(TestContext _) => PackedFeed.CreateAsync();

    [AssemblyCleanup]
    public static async Task CleanAsync()
    {
        await Task.WhenAll(SharedCompiler.EndAsync(), BuildServers.EndAsync());
        PackedFeed.Delete();
    }
}
