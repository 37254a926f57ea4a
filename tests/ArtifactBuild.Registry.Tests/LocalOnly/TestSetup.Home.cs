using ArtifactBuild.Registry.Tests.LocalOnly;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests;

public static partial class TestSetup
{
    internal static RegistryHome Home { get; } = new FolderHome();
}
