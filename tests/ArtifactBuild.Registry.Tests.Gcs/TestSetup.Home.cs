using ArtifactBuild.Registry.Tests.OnServers;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Registry.Tests;

public static partial class TestSetup
{
    internal static RegistryHome Home { get; } = new ServerHome(TestServerKind.Gcs);
}
