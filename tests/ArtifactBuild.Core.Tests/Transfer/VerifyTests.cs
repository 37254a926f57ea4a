using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Core.Tests.Transfer;

[TestClass]
public class VerifyTests
{
    [TestMethod]
    public async Task A_folder_that_was_just_restored_is_right()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        await logged.DownloadAsync(registry.Temporary["out"]);

        VerificationResult result = await logged.VerifyAsync(registry.Temporary["out"]);

        Assert.IsTrue(result.IsValid);
        Assert.AreEqual("no difference", result.ToString());
        result.EnsureValid();
    }

    [TestMethod]
    public async Task What_is_missing_different_and_extra_is_listed_in_order()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        await logged.DownloadAsync(registry.Temporary["out"]);
        File.Delete(registry.Temporary["out/b/2.txt"]);
        registry.Temporary.Write("out/a.txt", "A");
        registry.Temporary.Write("out/b/3.txt", "3 and more");
        registry.Temporary.Write("out/z/extra.txt", "x");
        registry.Temporary.Write("out/.hidden", "x");

        VerificationResult result = await logged.VerifyAsync(registry.Temporary["out"]);

        CollectionAssert.AreEqual(new[] { "b/2.txt" }, result.Missing.ToArray());
        CollectionAssert.AreEqual(new[] { "a.txt", "b/3.txt" }, result.Different.ToArray());
        CollectionAssert.AreEqual(new[] { ".hidden", "z/extra.txt" }, result.Extra.ToArray());
        ArtifactException failure = Codes.AssertThrows(ArtifactCodes.VerificationFailed, result.EnsureValid);
        StringAssert.Contains(failure.Message, "missing b/2.txt; different a.txt, b/3.txt; extra .hidden, z/extra.txt", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task In_a_folder_that_is_not_there_everything_is_missing()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        VerificationResult result = await logged.VerifyAsync(registry.Temporary["nowhere"]);
        CollectionAssert.AreEqual(new[] { "a.txt", "b/2.txt", "b/3.txt" }, result.Missing.ToArray());
        Assert.IsFalse(Directory.Exists(registry.Temporary["nowhere"]));
    }

    [TestMethod]
    public async Task References_are_listed_as_skipped()
    {
        await using var registry = new LocalRegistry();
        using Artifact draft = registry.NewDraft();
        await draft.AddReferenceAsync("ref://x", "pointer");
        await registry.Open.LogAsync(draft);

        VerificationResult result = await draft.VerifyAsync(registry.Temporary["out"]);

        Assert.IsTrue(result.IsValid);
        CollectionAssert.AreEqual(new[] { "pointer" }, result.SkippedReferences.ToArray());
    }

    [TestMethod]
    public async Task A_link_to_a_folder_is_extra_and_is_not_followed()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        await logged.DownloadAsync(registry.Temporary["out"]);
        Directory.CreateSymbolicLink(registry.Temporary["out/loop"], registry.Temporary["out"]);

        VerificationResult result = await logged.VerifyAsync(registry.Temporary["out"]);

        CollectionAssert.AreEqual(new[] { "loop" }, result.Extra.ToArray());
    }

    [TestMethod]
    public async Task A_link_in_the_place_of_an_entry_is_different_even_if_it_leads_to_the_right_bytes()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        await logged.DownloadAsync(registry.Temporary["out"]);
        File.Move(registry.Temporary["out/a.txt"], registry.Temporary["elsewhere.txt"]);
        File.CreateSymbolicLink(registry.Temporary["out/a.txt"], registry.Temporary["elsewhere.txt"]);

        VerificationResult result = await logged.VerifyAsync(registry.Temporary["out"]);

        CollectionAssert.AreEqual(new[] { "a.txt" }, result.Different.ToArray());
    }

    [TestMethod]
    public async Task A_folder_in_the_place_of_an_entry_makes_it_missing()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        registry.Temporary.MakeFolder("out/a.txt");
        VerificationResult result = await logged.VerifyAsync(registry.Temporary["out"]);
        CollectionAssert.Contains(result.Missing.ToArray(), "a.txt");
    }

    private static async Task<Artifact> LogAsync(LocalRegistry registry) =>
        (await registry.LogAsync("data", [], ("a.txt", "a"), ("b/2.txt", "2"), ("b/3.txt", "3"))).Artifact;
}
