using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator.Tests.Generation;

[TestClass]
public sealed class ReferenceMapTests
{
    private static readonly string Three = Samples.Lock(
        Samples.Artifact("default/uncategorized/one:latest", Samples.File("x")),
        Samples.Artifact("me/mine/two:v2", Samples.File("x")),
        Samples.Artifact("a/b/three:best", Samples.File("x")));

    [TestMethod]
    [DataRow("one>>>>", "One")]
    [DataRow("one", "One")]
    [DataRow("one>>>>|", "One")]
    [DataRow("one>>>>true|a/b/three>>best>>", "One,Three")]
    [DataRow("one>>>>False|a/b/three:best>>>>", "Three")]
    [DataRow("me/mine/two>2>>>", "Two")]
    [DataRow("one>3>>>|nonsense/////", "")]
    [DataRow("", "")]
    [DataRow("|", "")]
    public void Only_references_of_the_project_get_a_class(string map, string expected) =>
        Assert.AreEqual(expected, Classes(GeneratorHarness.RunOn(Three, ("ArtifactReferenceMap", map))));

    [TestMethod]
    public void Without_a_map_every_block_gets_a_class() =>
        Assert.AreEqual("One,Three,Two", Classes(GeneratorHarness.RunOn(Three)));

    [TestMethod]
    public void Without_a_reference_nothing_is_generated() =>
        Assert.IsEmpty(GeneratorHarness.RunOn(Three, ("ArtifactReferenceMap", "")).Files);

    [TestMethod]
    public void The_defaults_of_the_project_count() => Assert.AreEqual("Two", Classes(GeneratorHarness.RunOn(
        Three, ("ArtifactReferenceMap", "two:v2"), ("ArtifactEntity", "me"), ("ArtifactProject", "mine"))));

    [TestMethod]
    [DataRow("", "artifacts/one/")]
    [DataRow("models", "models/")]
    [DataRow("models\\net\\", "models/net/")]
    [DataRow("./a//b/.", "a/b/")]
    [DataRow(".", "")]
    [DataRow("/opt/models", "/opt/models/")]
    public void The_target_path_is_where_the_files_are(string targetPath, string folder)
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(Three, ("ArtifactReferenceMap", $"one>>>{targetPath}>"));

        StringAssert.Contains(harness.Files["Artifacts.One.g.cs"], $".Locate(\"{folder}\")", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Blocks_without_entries_by_request_get_no_class() => Assert.IsEmpty(
        GeneratorHarness.RunOn(Samples.Lock(Samples.Artifact("a/b/c:latest") with { HasAccessors = false })).Files);

    [TestMethod]
    public void Other_additional_files_are_not_read()
    {
        GeneratorHarness harness = new GeneratorHarness().AddLock("not a lockfile", "/src/readme.txt").Run();

        Assert.IsEmpty(harness.Files);
        Assert.IsEmpty(harness.Result.Diagnostics);
    }

    [TestMethod]
    public void Two_lockfiles_may_pin_the_same()
    {
        GeneratorHarness harness = new GeneratorHarness()
            .AddLock(Samples.Lock("a/b/c:latest", "x"), "/src/one.lock.json")
            .AddLock(Samples.Lock(Samples.Artifact("a/b/c:latest", Samples.File("y")), Samples.Artifact("a/b/d:latest")), "/src/two.lock.json")
            .Run();

        Assert.AreEqual("C,D", Classes(harness));
        StringAssert.Contains(harness.Files["Artifacts.C.g.cs"], "<c>x</c>", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_broken_lockfile_is_one_error_at_its_place()
    {
        GeneratorHarness harness = GeneratorHarness.RunOn("{\n  \"format\": 1,\n  \"artifacts\": [,]\n}\n");

        Diagnostic error = harness.Result.Diagnostics.Single();
        Assert.AreEqual("ART5001", error.Id);
        Assert.AreEqual(DiagnosticSeverity.Error, error.Severity);
        Assert.AreEqual(
            "/src/artifacts.lock.json(3,17): error ART5001: The lockfile is malformed: a block must begin with '{', but ',' stands here. Restore it from source control, or delete the file and run `dotnet build -t:ArtifactUpdate`.",
            error.ToString());
        Assert.IsEmpty(harness.Files);
    }

    private static string Classes(GeneratorHarness harness) => string.Join(',', harness.Files.Keys
        .Where(name => name.StartsWith("Artifacts.", StringComparison.Ordinal) && name != "Artifacts.g.cs")
        .Select(name => name.Split('.')[1])
        .Order(StringComparer.Ordinal));
}
