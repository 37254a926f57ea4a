using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Settings;

[TestClass]
public sealed class MirrorTests
{
    [TestMethod]
    [DataRow(true, DisplayName = "of one registry")]
    [DataRow(false, DisplayName = "of all")]
    public async Task A_mirror_is_read_in_place_of_the_registry_and_the_lockfile_stays(bool ofOne)
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("a", "0"));
        BuildProject app = new BuildProject(registry).Refer("model");
        await app.RestoreAsync();
        string locked = app.LockText;
        string moved = registry.Temporary["moved"];
        Directory.Move(registry.Folder, moved);
        Directory.Delete(app.Cache, recursive: true);

        app.Mirror = ofOne ? $"s3://elsewhere=/nowhere;{registry.Folder}={moved}" : moved;
        RestoreResult result = await app.RestoreLockedAsync();
        Assert.AreEqual(1, result.DownloadedFiles);
        Assert.AreEqual(locked, app.LockText);
    }

    [TestMethod]
    public async Task Bytes_of_a_mirror_are_verified_by_the_lockfile()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("a", "0"));
        BuildProject app = new BuildProject(registry).Refer("model");
        await app.RestoreAsync();
        Directory.Delete(app.Cache, recursive: true);
        string blob = registry.BlobPath(app.Locked.Artifacts[0].Entries[0].Sha256!);
        File.Delete(blob);
        await File.WriteAllTextAsync(blob, "1");
        app.Mirror = registry.Folder;
        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, app.RestoreAsync);
    }

    [TestMethod]
    [DataRow("s3://a/b", "s3://m")]
    [DataRow("s3://a/b?region=x&endpoint=y", "s3://m")]
    [DataRow("s3://a/b/", "s3://m")]
    [DataRow("s3://a/b/c", "s3://a/b/c")]
    [DataRow("s3://other", "gs://n?x=1")]
    [DataRow("/src/app/reg", "/src/app/copy")]
    [DataRow("file:///src/app/reg/", "/src/app/copy")]
    public void An_address_is_known_without_its_options(string address, string expected) =>
        Assert.AreEqual(expected, Read("s3://a/b=s3://m ; s3://other=gs://n?x=1; reg=copy")!.Of(address));

    [TestMethod]
    public void One_address_stands_for_all_that_no_other_part_names()
    {
        RegistryMirror mirror = Read("s3://a=s3://m;s3://all?region=x")!;
        Assert.AreEqual("s3://m", mirror.Of("s3://a"));
        Assert.AreEqual("s3://all?region=x", mirror.Of("gs://b"));
    }

    [TestMethod]
    [DataRow("=s3://m")]
    [DataRow("s3://a=")]
    [DataRow("s3://a=s3://b;s3://a/=s3://c")]
    [DataRow("s3://a;s3://b")]
    public void What_can_not_be_understood_is_refused(string text) =>
        Codes.AssertThrows(ArtifactCodes.InvalidOption, () => Read(text));

    [TestMethod]
    [DataRow(null, false)]
    [DataRow(true, true)]
    public async Task A_folder_in_place_of_a_registry_on_the_network_gets_no_leave_to_name_files_of_this_machine(bool? allow, bool works)
    {
        await using var registry = new LocalRegistry();
        string secret = registry.Temporary.Write("secret.txt", "secret");
        using ArtifactBuild.Artifacts.Artifact draft = registry.NewDraft();
        await draft.AddReferenceAsync(new Uri(secret).AbsoluteUri, "leak.txt");
        await registry.Open.LogAsync(draft);
        RegistryMirror mirror = Read($"s3://team={registry.Folder}")!;
        await using ArtifactRegistry open = mirror.Open("s3://team", new ArtifactRegistryOptions { CacheDirectory = registry.Cache, AllowFileReferences = allow });
        using ArtifactBuild.Artifacts.Artifact artifact = await open.GetAsync("data");
        if (works)
            await artifact.DownloadAsync(registry.Temporary["out"]);
        else
            await Codes.AssertThrowsAsync(ArtifactCodes.LocalReferenceRefused, () => artifact.DownloadAsync(registry.Temporary["out"]));
        Assert.AreEqual(works, File.Exists(registry.Temporary["out/leak.txt"]));
    }

    private static RegistryMirror? Read(string text) => RegistryMirror.Read(new GivenText("--mirror", text), "/src/app");
}
