using ArtifactBuild.Storage.Tests.Support;

[assembly: Parallelize(Scope = ExecutionScope.ClassLevel)]

namespace ArtifactBuild.Storage.Tests;

[TestClass]
public static class TestSetup
{
    [AssemblyCleanup]
    public static async Task StopServersAsync() => await StoreHome.CloseAllAsync();
}
