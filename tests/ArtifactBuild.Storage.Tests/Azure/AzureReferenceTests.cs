using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Azure.References;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;
using Azure.Storage.Blobs.Models;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>References to blobs: what is logged of them, and what is loaded later.</summary>
[TestClass]
public sealed class AzureReferenceTests
{
    private static readonly byte[] Bytes = TestContent.Random(5, 3_000_000);

    [TestMethod]
    public async Task What_was_logged_is_loaded()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        await world.WriteAsync("data/a.bin", Bytes);
        AzureReferences references = world.References();

        ManifestEntry entry = (await references.AllAsync(world.UriOf("data/a.bin"))).Single();

        Assert.AreEqual("a.bin", entry.Path);
        Assert.AreEqual(Bytes.Length, entry.Size);
        Assert.AreEqual(world.UriOf("data/a.bin"), entry.Ref);
        CollectionAssert.AreEqual(Bytes, await references.LoadAsync(entry));
    }

    [TestMethod]
    public async Task A_folder_becomes_an_entry_for_each_blob_whatever_its_name()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        string[] names = ["a b.txt", "day=2026-01-02/é.bin", "q?r#s%20t.txt", "sub/deep/x.txt", "w\u00e4rme/日本.txt"];
        foreach (string name in names)
            await world.WriteAsync($"set/{name}", Bytes[..name.Length]);
        await world.WriteAsync("set-not", Bytes);
        await world.WriteAsync("set/", []);
        var folder = new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["hdi_isfolder"] = "true" } };
        await world.Client.GetBlobClient("set/sub").UploadAsync(new BinaryData(""), folder);
        AzureReferences references = world.References();

        ManifestEntry[] entries = await references.AllAsync(world.UriOf("set"), "in");

        Assert.AreEqual(string.Join("\n", names.Select(name => $"in/{name}")), string.Join("\n", entries.Select(entry => entry.Path)));
        Assert.AreEqual(world.UriOf("set/q%3Fr%23s%2520t.txt"), entries[2].Ref);
        Assert.AreEqual(world.UriOf("set/day=2026-01-02/é.bin"), entries[1].Ref);
        foreach ((string name, ManifestEntry entry) in names.Zip(entries))
            CollectionAssert.AreEqual(Bytes[..name.Length], await references.LoadAsync(entry), name);
        CollectionAssert.AreEqual(
            entries.Select(entry => entry.Ref).ToArray(),
            (await references.AllAsync(world.UriOf("set/"))).Select(entry => entry.Ref).ToArray(),
            "a slash at the end means the same folder");
        Assert.HasCount(6, await references.AllAsync($"azure://{world.Address.Account}/{world.Address.Container}"), "the whole container");
    }

    [TestMethod]
    public async Task Another_content_is_not_loaded()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        await world.WriteAsync("a.bin", Bytes);
        AzureReferences references = world.References();
        ManifestEntry entry = (await references.AllAsync(world.UriOf("a.bin"))).Single();
        await world.WriteAsync("a.bin", new byte[Bytes.Length]);

        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => references.LoadAsync(entry));
    }

    [TestMethod]
    public async Task A_size_that_lies_is_found_out()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        await world.WriteAsync("a.bin", Bytes);
        AzureReferences references = world.References();
        ManifestEntry entry = (await references.AllAsync(world.UriOf("a.bin"))).Single();

        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => references.LoadAsync(entry with { Size = 5 }));
    }

    [TestMethod]
    public async Task What_is_gone_is_unavailable()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        await world.WriteAsync("a.bin", Bytes);
        AzureReferences references = world.References();
        ManifestEntry entry = (await references.AllAsync(world.UriOf("a.bin"))).Single();
        await world.Client.DeleteBlobAsync("a.bin");

        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => references.LoadAsync(entry));
        await world.Client.DeleteAsync();
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => references.LoadAsync(entry));
    }

    [TestMethod]
    public async Task Nothing_can_be_referenced_where_nothing_is()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        AzureReferences references = world.References();

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => references.AllAsync(world.UriOf("none")));
        await world.Client.DeleteAsync();
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => references.AllAsync(world.UriOf("none")));
    }

    [TestMethod]
    public async Task Without_a_checksum_nothing_can_be_verified_later()
    {
        await using VersionedBlobs blobs = await VersionedBlobs.StartAsync(new VersionedBlob("a", "\"0x1\"", [1]));
        using AzureReferences references = blobs.References();

        ManifestEntry entry = (await references.AllAsync(VersionedBlobs.UriOf("a"), checksum: false)).Single();

        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => references.LoadAsync(entry));
        Assert.IsEmpty(blobs.Host.Requests);
    }

    [TestMethod]
    public async Task A_load_that_breaks_off_goes_on_where_it_was()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        await world.WriteAsync("a.bin", Bytes);
        await using FaultProxy proxy = await FaultProxy.StartAsync(
            world.Endpoint,
            FaultScript.On(request => request.Method == "GET", Fault.CutResponse(FaultPoint.InBody(1_000_000), CutEnding.Finish)));
        AzureReferences references = world.References(proxy.Endpoint);
        ManifestEntry entry = (await references.AllAsync(world.UriOf("a.bin"))).Single();

        CollectionAssert.AreEqual(Bytes, await references.LoadAsync(entry));

        Assert.HasCount(1, proxy.Faults);
        Assert.IsLessThan(Bytes.Length + 10_000, proxy.BytesToClient, "nothing is read twice");
    }
}
