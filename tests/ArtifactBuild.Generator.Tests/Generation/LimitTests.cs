using ArtifactBuild.Generator.Emitting;
using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator.Tests.Generation;

[TestClass]
public sealed class LimitTests
{
    [TestMethod]
    [DataRow(3, true)]
    [DataRow(2, false)]
    public void Above_the_limit_folders_and_lookup_take_the_place_of_members(int limit, bool hasMembers)
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(
            Samples.Lock("a/b/net:latest", "a/x.bin", "a/y.bin", "z.bin"),
            ("RootNamespace", "Acme"),
            ("ArtifactAccessorsLimit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Type net = harness.Load().GetType("Acme.Artifacts+Net", throwOnError: true)!;
        Type folder = net.GetNestedType("A")!;

        Assert.AreEqual(hasMembers, net.GetProperty("ZBin") is not null);
        Assert.AreEqual(hasMembers, folder.GetProperty("XBin") is not null);
        Assert.HasCount(2, (IReadOnlyList<object>)folder.GetProperty("Entries")!.GetValue(null)!);
        Assert.IsNotNull(net.GetMethod("Find")!.Invoke(null, ["a/y.bin"]));
        Assert.IsEmpty(harness.Result.Diagnostics);
    }

    [TestMethod]
    public void With_too_many_folders_there_is_lookup_only()
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(
            Samples.Lock("a/b/net:latest", "a/x", "b/x", "c/x"), ("RootNamespace", "Acme"), ("ArtifactAccessorsLimit", "2"));
        Type net = harness.Load().GetType("Acme.Artifacts+Net", throwOnError: true)!;

        Assert.IsEmpty(net.GetNestedTypes());
        Assert.IsNotNull(net.GetMethod("Find")!.Invoke(null, ["c/x"]));
    }

    [TestMethod]
    public void Collisions_of_members_that_are_not_there_are_not_reported()
    {
        string text = Samples.Lock("a/b/net:latest", "x.bin", "x_bin");

        Assert.IsEmpty(GeneratorHarness.RunOn(text, ("ArtifactAccessorsLimit", "1")).Result.Diagnostics);
        Assert.HasCount(1, GeneratorHarness.RunOn(text).Result.Diagnostics);
    }

    [TestMethod]
    public void The_default_limit_is_two_thousand()
    {
        string[] paths = [.. Enumerable.Range(0, 2001).Select(i => "f" + i)];

        StringAssert.Contains(GeneratorHarness.RunOn(Samples.Lock("a/b/c:latest", paths[1..])).Files["Artifacts.C.g.cs"], " F2000 =>", StringComparison.Ordinal);
        Assert.IsFalse(GeneratorHarness.RunOn(Samples.Lock("a/b/c:latest", paths)).Files["Artifacts.C.g.cs"].Contains(" F2000 =>", StringComparison.Ordinal));
    }

    [TestMethod]
    public void More_entries_than_an_assembly_can_hold_leave_the_facts_and_a_warning()
    {
        string padding = "/" + new string('p', 250) + "/" + new string('q', 250) + "/" + new string('r', 250);
        string[] paths = [.. Enumerable.Range(0, 5000).Select(i => i + padding)];
        GeneratorHarness harness = GeneratorHarness.RunOn(Samples.Lock("a/b/net:latest", paths), ("RootNamespace", "Acme"));
        Type net = harness.Load().GetType("Acme.Artifacts+Net", throwOnError: true)!;

        Assert.AreEqual("a/b/net", net.GetField("Name")!.GetValue(null));
        Assert.IsNull(net.GetProperty("Entries"));
        Diagnostic warning = harness.Result.Diagnostics.Single();
        Assert.AreEqual("ART5502", warning.Id);
        Assert.AreEqual(
            "The 5000 entries and the metadata of a/b/net:latest (v0) are more than an assembly can hold, so the class has neither. Set Files to the ones that the code needs, or Accessors to false.",
            warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [TestMethod]
    [DataRow(0L, "0 bytes")]
    [DataRow(1L, "1 byte")]
    [DataRow(1023L, "1,023 bytes")]
    [DataRow(1024L, "1.0 KiB (1,024 bytes)")]
    [DataRow(1048575L, "1.0 MiB (1,048,575 bytes)")]
    [DataRow(long.MaxValue, "8.0 EiB (9,223,372,036,854,775,807 bytes)")]
    public void Sizes_are_shown_to_people(long size, string shown) => Assert.AreEqual(shown, ByteSize.Show(size));
}
