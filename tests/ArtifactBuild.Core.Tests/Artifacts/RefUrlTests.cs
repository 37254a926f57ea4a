using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Artifacts;

[TestClass]
public class RefUrlTests
{
    [TestMethod]
    public async Task A_version_with_an_id_that_is_no_base64_can_not_be_referred_to()
    {
        await using var registry = new HostileRegistry();
        registry.PublishBlob("a");
        registry.Publish("{" + HostileRegistry.Entry("a.txt", "a") + "}");
        using Artifact artifact = await registry.Local.Open.GetAsync("data");
        await artifact.GetManifestAsync();

        Assert.AreEqual("x1", artifact.Id);
        ArtifactEntry entry = artifact.GetEntry("a.txt");
        Codes.AssertThrows(ArtifactCodes.InvalidReference, entry.RefUrl);
        using Artifact draft = registry.Local.NewDraft("other");
        Codes.AssertThrows(ArtifactCodes.InvalidReference, () => draft.AddReference(entry));
    }
}
