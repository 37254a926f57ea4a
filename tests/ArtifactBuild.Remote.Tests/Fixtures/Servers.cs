using ArtifactBuild.TestServers;

[assembly: DoNotParallelize]

namespace ArtifactBuild.Remote.Tests.Fixtures;

/// <summary>The servers of this process: each is started when the first test asks for it.</summary>
[TestClass]
public static class Servers
{
    private static readonly Dictionary<TestServerKind, TestServer> Started = [];

    public static async Task<TestServer> GetAsync(TestServerKind kind)
    {
        if (!Started.TryGetValue(kind, out TestServer? server))
        {
            server = await TestServer.StartAsync(kind, Assert.Inconclusive);
            Started[kind] = server;
            // Where the product, here and in the processes that tests start, looks for its credentials.
            foreach ((string name, string value) in server.Environment)
                Environment.SetEnvironmentVariable(name, value);
        }

        return server;
    }

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        foreach (TestServer server in Started.Values)
            await server.DisposeAsync();
    }
}
