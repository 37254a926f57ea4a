using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.OnServers;

/// <summary>Who can write to a registry on the network must not be able to read the files of whoever downloads from it.</summary>
[TestClass]
public sealed class FileReferenceTests
{
    [TestMethod]
    public async Task A_reference_to_a_file_of_this_machine_is_followed_only_when_that_is_allowed()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        await draft.AddReferenceAsync(new Uri(world.Write("elsewhere/a.txt", "content")).AbsoluteUri);
        await world.Registry.LogAsync(draft);

        Artifact refused = await world.SeeAsync("data");
        Artifact allowed = await world.OpenElsewhere(allowFileReferences: true).GetAsync("data");
        await Codes.AssertThrowsAsync(ArtifactCodes.LocalReferenceRefused, () => refused.DownloadAsync(world.PathOf("refused")));
        await allowed.DownloadAsync(world.PathOf("out"));

        Assert.IsEmpty(world.FilesIn("refused"));
        Assert.AreEqual("content", File.ReadAllText(world.PathOf("out/a.txt")));
    }
}
