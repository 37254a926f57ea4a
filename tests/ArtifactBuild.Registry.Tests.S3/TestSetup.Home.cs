using ArtifactBuild.Registry.Tests.OnServers;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Registry.Tests;

public static partial class TestSetup
{
    // Both servers must pass. Ceph is the default, because it is the stricter one, and not slower.
    private static readonly TestServerKind Server =
        Environment.GetEnvironmentVariable("ARTIFACTBUILD_TEST_S3") is "moto" ? TestServerKind.Moto : TestServerKind.Ceph;

    internal static RegistryHome Home { get; } = new ServerHome(Server);
}
