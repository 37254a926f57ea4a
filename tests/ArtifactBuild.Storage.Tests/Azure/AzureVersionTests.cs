using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Azure.References;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>References in accounts that keep versions.</summary>
[TestClass]
public sealed class AzureVersionTests
{
    private static readonly VersionedBlob Old = new("a", "\"0xOLD\"", [1, 2, 3], "2026-01-01T00:00:00.0000000Z", IsCurrent: false);
    private static readonly VersionedBlob New = new("a", "\"0xNEW\"", [4, 5], "2026-02-02T00:00:00.0000000Z");
    private static readonly VersionedBlob Neighbour = new("ab", "\"0xOLD\"", [9, 9, 9], "2025-01-01T00:00:00.0000000Z");

    [TestMethod]
    public async Task A_version_is_recorded_and_loaded()
    {
        await using VersionedBlobs blobs = await VersionedBlobs.StartAsync(New, Old);
        using AzureReferences references = blobs.References();

        ManifestEntry old = (await references.AllAsync($"{VersionedBlobs.UriOf("a")}?versionId={Old.VersionId}")).Single();
        ManifestEntry current = (await references.AllAsync(VersionedBlobs.UriOf("a"))).Single();

        Assert.AreEqual((Old.VersionId, "0xOLD"), (old.Extra["versionID"].GetString(), old.Digest));
        Assert.AreEqual((New.VersionId, "0xNEW"), (current.Extra["versionID"].GetString(), current.Digest));
        Assert.AreEqual(VersionedBlobs.UriOf("a"), old.Ref);
        CollectionAssert.AreEqual(Old.Content, await references.LoadAsync(old));
        CollectionAssert.AreEqual(New.Content, await references.LoadAsync(current));
    }

    [TestMethod]
    public async Task A_version_that_nobody_recorded_is_found_by_its_ETag()
    {
        await using VersionedBlobs blobs = await VersionedBlobs.StartAsync(New, Old, Neighbour);
        using AzureReferences references = blobs.References();

        CollectionAssert.AreEqual(Old.Content, await references.LoadAsync(Logged("0xOLD")));
        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => references.LoadAsync(Logged("0xNONE")));
    }

    [TestMethod]
    public async Task A_version_outlives_its_blob()
    {
        await using VersionedBlobs blobs = await VersionedBlobs.StartAsync(Old, Neighbour);
        using AzureReferences references = blobs.References();

        CollectionAssert.AreEqual(Old.Content, await references.LoadAsync(Logged("0xOLD")));
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => references.LoadAsync(Logged("0xNONE")));
    }

    [TestMethod]
    public async Task A_version_that_is_gone_is_not_replaced()
    {
        await using VersionedBlobs blobs = await VersionedBlobs.StartAsync(New, Old);
        using AzureReferences references = blobs.References();
        ManifestEntry entry = (await references.AllAsync(VersionedBlobs.UriOf("a"))).Single();
        await using VersionedBlobs later = await VersionedBlobs.StartAsync(New with { VersionId = "2026-03-03T00:00:00.0000000Z" });
        using AzureReferences others = later.References();

        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => others.LoadAsync(entry));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => others.AllAsync($"{VersionedBlobs.UriOf("a")}?versionId={Old.VersionId}"));
    }

    private static ManifestEntry Logged(string etag) => new() { Path = "x", Digest = etag, Ref = VersionedBlobs.UriOf("a") };
}
