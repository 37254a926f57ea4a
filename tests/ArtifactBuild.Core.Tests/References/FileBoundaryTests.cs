using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>References to files of this machine: whoever writes to a registry on the network can't read them by it.</summary>
[TestClass]
public class FileBoundaryTests
{
    [TestMethod]
    [DataRow(null)]
    [DataRow(false)]
    public async Task A_registry_that_is_no_folder_does_not_lead_to_files(bool? allow)
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open(options: new ArtifactRegistryOptions { AllowFileReferences = allow });

        foreach (bool missing in new[] { false, true })
        {
            using Artifact artifact = await side.Registry.GetAsync("data");
            ArtifactException failure = await Codes.AssertThrowsAsync(
                ArtifactCodes.LocalReferenceRefused, () => artifact.DownloadAsync(registry.Temporary["out"], allowMissingReferences: missing));
            StringAssert.Contains(failure.Message, "“referred.txt”", StringComparison.Ordinal);
            Assert.DoesNotContain("own secret", failure.ToString());
        }

        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
    }

    [TestMethod]
    public async Task It_does_when_the_user_trusts_its_writers()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open(options: new ArtifactRegistryOptions { AllowFileReferences = true });
        await side.DownloadAsync(registry.Temporary["out"]);
        Assert.AreEqual("own secret", File.ReadAllText(registry.Temporary["out/referred.txt"]));
    }

    [TestMethod]
    public async Task A_folder_does_not_when_the_user_says_so()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        await using ArtifactRegistry folder = ArtifactRegistry.Open(
            registry.Folder, new ArtifactRegistryOptions { CacheDirectory = registry.Temporary["cache"], AllowFileReferences = false });
        using Artifact artifact = await folder.GetAsync("data");
        await Codes.AssertThrowsAsync(ArtifactCodes.LocalReferenceRefused, () => artifact.DownloadAsync(registry.Temporary["out"]));
    }

    [TestMethod]
    [DataRow("file:///dev/zero", "5", ArtifactCodes.DigestMismatch)]
    [DataRow("file:///dev/zero", "0", ArtifactCodes.DigestMismatch)]
    [DataRow("file:///dev/zero", null, ArtifactCodes.DigestMismatch)]
    [DataRow("file://{0}/pipe", "5", ArtifactCodes.DigestMismatch)]
    [DataRow("file://{0}/pipe", null, ArtifactCodes.DigestMismatch)]
    [DataRow("file://{0}", "5", ArtifactCodes.ReferenceUnavailable)]
    public async Task What_is_no_ordinary_file_is_refused_at_once(string uri, string? size, string code)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Devices and pipes are those of Linux.");
        await using var registry = new HostileRegistry();
        ProgramResult made = await StartedProgram.RunWithAsync("mkfifo", registry.Local.Temporary["pipe"]);
        Assert.AreEqual(0, made.ExitCode, made.Error);
        uri = uri.Replace("{0}", registry.Local.Temporary.Root, StringComparison.Ordinal);
        string length = size is null ? "" : $",\"size\":{size}";
        registry.Publish($$$"""{"a":{"digest":"{{{TestContent.Md5("other")}}}","ref":"{{{uri}}}"{{{length}}}}}""");
        using Artifact artifact = await registry.Local.Open.GetAsync("data");

        await Codes.AssertThrowsAsync(code, () => artifact.DownloadAsync(registry.Output).WaitAsync(TestClock.Patience));

        Assert.IsFalse(Directory.Exists(registry.Output));
    }

    /// <summary>W&amp;B compares the digest of such a reference, which is made of the URI, with the content, and never loads it.</summary>
    [TestMethod]
    public async Task What_was_referred_to_without_a_checksum_can_be_loaded_whatever_is_in_it()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.Write("source.txt", "before");
        using Artifact draft = registry.NewDraft();
        await draft.AddReferenceAsync("file://" + source, "referred.txt", checksum: false);
        await registry.Open.LogAsync(draft);

        await draft.DownloadAsync(registry.Temporary["one"]);
        File.WriteAllText(source, "beside");
        await draft.DownloadAsync(registry.Temporary["two"]);
        File.WriteAllText(source, "longer than before");

        Assert.AreEqual("before", File.ReadAllText(registry.Temporary["one/referred.txt"]));
        Assert.AreEqual("beside", File.ReadAllText(registry.Temporary["two/referred.txt"]));
        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => draft.DownloadAsync(registry.Temporary["three"]));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_link_to_a_file_is_read_as_the_file(bool checksum)
    {
        await using var registry = new LocalRegistry();
        File.CreateSymbolicLink(registry.Temporary["link.txt"], registry.Temporary.Write("folder/source.txt", "linked"));
        using Artifact draft = registry.NewDraft();
        ManifestEntry entry = (await draft.AddReferenceAsync("file://" + registry.Temporary["link.txt"], checksum: checksum)).Single();
        await registry.Open.LogAsync(draft);

        await draft.DownloadAsync(registry.Temporary["out"]);

        Assert.AreEqual(6, entry.Size);
        Assert.AreEqual("linked", File.ReadAllText(registry.Temporary["out/link.txt"]));
    }

    [TestMethod]
    public async Task A_file_that_may_not_be_read_is_unavailable()
    {
        using var temporary = new TemporaryDirectory();
        string source = temporary.Write("source.txt", "x");
        string registry = temporary["registry"];
        await using (ArtifactRegistry open = ArtifactRegistry.Open(registry, new ArtifactRegistryOptions { CacheDirectory = temporary["cache"] }))
        {
            using var draft = new Artifact("data", "dataset", temporary["cache"]);
            await draft.AddReferenceAsync("file://" + source);
            await open.LogAsync(draft);
        }

        await Unprivileged.SetModeAsync("a+rwX", temporary.Root);
        await Unprivileged.SetModeAsync("a-rwx", source);
        ProgramResult result = await Unprivileged.CliAsync(
            "download", "data", "--output", temporary["out"], "--registry", registry, "--cache", temporary["cache2"]);

        Assert.AreEqual(1, result.ExitCode);
        StringAssert.StartsWith(result.Error, "error ART2030: ", StringComparison.Ordinal);
    }

    private static async Task<WatchedRegistry> LoggedAsync()
    {
        var registry = new WatchedRegistry();
        string secret = registry.Temporary.Write("private/secret.txt", "own secret");
        using Artifact draft = await registry.DraftAsync(("own.txt", "own"u8.ToArray()));
        await draft.AddReferenceAsync("file://" + secret, "referred.txt");
        await registry.Open("logs").Registry.LogAsync(draft);
        return registry;
    }
}
