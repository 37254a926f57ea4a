using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.LocalOnly;

/// <summary>Registries in folders: each lies in the folder of its test and goes with it.</summary>
internal sealed class FolderHome : RegistryHome
{
    public override TimeSpan GracePeriod => TimeSpan.FromSeconds(1);

    public override TimeSpan TimeResolution => TimeSpan.Zero;

    public override string NewAddress(string folder) => Path.Combine(folder, "registry");

    public override int Rounds(int rounds) => rounds;
}
