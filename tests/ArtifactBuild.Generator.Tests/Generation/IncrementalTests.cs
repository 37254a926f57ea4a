using System.Collections.Immutable;
using ArtifactBuild.Lockfiles;
using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator.Tests.Generation;

[TestClass]
public sealed class IncrementalTests
{
    private const string Path = "/src/artifacts.lock.json";

    [TestMethod]
    public void An_edit_of_code_runs_no_step()
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(Samples.Golden);
        harness.AddSource("class Edited { }");
        harness.Run();

        foreach (string step in AllSteps)
            AssertAll(IncrementalStepRunReason.Cached, harness.Reasons(step), step);

        AssertAll(IncrementalStepRunReason.Cached, harness.OutputReasons(), "output");
    }

    [TestMethod]
    public void An_edit_of_one_block_writes_only_its_file_again()
    {
        var harness = new GeneratorHarness();
        AdditionalText old = harness.Add(Samples.Lock(Samples.Artifact("a/b/one:latest"), Samples.Artifact("a/b/two:latest")), Path);
        harness.Run();
        harness.Replace(old, GeneratorHarness.MakeText(
            Path, Samples.Lock(Samples.Artifact("a/b/one:latest"), Samples.Artifact("a/b/two:latest") with { Version = "v1" })));
        harness.Run();

        CollectionAssert.AreEqual(
            new[] { IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified }, harness.Reasons(TrackingNames.References));
        AssertAll(IncrementalStepRunReason.Unchanged, harness.Reasons(TrackingNames.AnyReference), "any");
        // The lockfile's errors, the shared files, and the two blocks.
        CollectionAssert.AreEqual(
            new[] { IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified },
            harness.OutputReasons());
        StringAssert.Contains(harness.Files["Artifacts.Two.g.cs"], "Version = \"v1\"", StringComparison.Ordinal);
    }

    [TestMethod]
    public void New_tags_and_metadata_of_one_block_write_only_its_file_again()
    {
        var harness = new GeneratorHarness();
        LockedArtifact two = Samples.Artifact("a/b/two:latest");
        AdditionalText old = harness.Add(Samples.Lock(Samples.Artifact("a/b/one:latest"), two), Path);
        harness.Run();
        harness.Replace(old, GeneratorHarness.MakeText(Path, Samples.Lock(Samples.Artifact("a/b/one:latest"), two with
        {
            Metadata = ImmutableArray.Create(new LockedProperty("lr", LockedValue.OfNumber("1"))),
        })));
        harness.Run();

        CollectionAssert.AreEqual(
            new[] { IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified }, harness.Reasons(TrackingNames.References));
        StringAssert.Contains(harness.Files["Artifacts.Two.g.cs"], "Lr = 1L", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_new_order_of_the_lockfile_changes_nothing()
    {
        var harness = new GeneratorHarness();
        string text = Samples.Lock("a/b/c:latest", "x", "y");
        AdditionalText old = harness.Add(text, Path);
        harness.Run();
        string[] lines = text.Split('\n');
        int x = Array.FindIndex(lines, line => line.Contains("\"x\"", StringComparison.Ordinal));
        (lines[x], lines[x + 1]) = (lines[x + 1] + ",", lines[x].TrimEnd(','));
        harness.Replace(old, GeneratorHarness.MakeText(Path, string.Join('\n', lines)));
        harness.Run();

        AssertAll(IncrementalStepRunReason.Unchanged, harness.Reasons(TrackingNames.Lockfile), "lockfile");
        AssertAll(IncrementalStepRunReason.Cached, harness.OutputReasons(), "output");
    }

    [TestMethod]
    public void New_options_with_the_old_values_read_no_file_again()
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(Samples.Golden, ("RootNamespace", "Acme"));
        harness.SetOptions(("RootNamespace", "Acme"), ("Unrelated", "x"));
        harness.Run();

        AssertAll(IncrementalStepRunReason.Unchanged, harness.Reasons(TrackingNames.LockfileText), "text");
        AssertAll(IncrementalStepRunReason.Cached, harness.Reasons(TrackingNames.Lockfile), "lockfile");
        AssertAll(IncrementalStepRunReason.Unchanged, harness.Reasons(TrackingNames.Settings), "settings");
        AssertAll(IncrementalStepRunReason.Cached, harness.OutputReasons(), "output");
    }

    [TestMethod]
    public void A_new_namespace_writes_every_file_but_reads_none()
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(Samples.Golden, ("RootNamespace", "Acme"));
        harness.SetOptions(("RootNamespace", "Other"));
        harness.Run();

        AssertAll(IncrementalStepRunReason.Cached, harness.Reasons(TrackingNames.Lockfile), "lockfile");
        AssertAll(IncrementalStepRunReason.Unchanged, harness.Reasons(TrackingNames.References), "references");
        AssertAll(IncrementalStepRunReason.Modified, harness.Reasons(TrackingNames.Style), "style");
        Assert.IsTrue(harness.Files.Values.All(code => code.Contains("namespace Other", StringComparison.Ordinal)));
    }

    private static readonly string[] AllSteps =
    [
        TrackingNames.LockfileText, TrackingNames.Lockfile, TrackingNames.Settings, TrackingNames.Style, TrackingNames.References, TrackingNames.AnyReference,
    ];

    private static void AssertAll(IncrementalStepRunReason expected, IncrementalStepRunReason[] reasons, string step)
    {
        Assert.IsNotEmpty(reasons, step);
        CollectionAssert.AreEqual(Enumerable.Repeat(expected, reasons.Length).ToArray(), reasons, step);
    }
}
