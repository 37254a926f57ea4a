[assembly: Parallelize(Scope = ExecutionScope.ClassLevel)]

namespace ArtifactBuild.Registry.Tests;

/// <summary>What is there for all tests. Each test program adds its <c>Home</c>, the place of its registries.</summary>
[TestClass]
public static partial class TestSetup
{
    [AssemblyInitialize]
    public static Task StartAsync(TestContext context) => Home.StartAsync(context.CancellationToken);

    [AssemblyCleanup]
    public static async Task StopAsync() => await Home.DisposeAsync();
}
