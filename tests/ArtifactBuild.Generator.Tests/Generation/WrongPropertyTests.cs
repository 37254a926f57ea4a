using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ArtifactBuild.Generator.Tests.Generation;

/// <summary>A property that makes no sense is an error that names it, and the accessors are those of its default.</summary>
[TestClass]
public sealed class WrongPropertyTests
{
    private const string Limit = "ArtifactAccessorsLimit";
    private const string Visibility = "ArtifactAccessorsVisibility";

    [TestMethod]
    [DataRow(Visibility, "privat", "The property ArtifactAccessorsVisibility is 'privat'. Give internal or public.")]
    [DataRow(Visibility, "true", "The property ArtifactAccessorsVisibility is 'true'. Give internal or public.")]
    [DataRow(Limit, "many", "The property ArtifactAccessorsLimit is 'many'. Give a whole number that is not negative.")]
    [DataRow(Limit, "-1", "The property ArtifactAccessorsLimit is '-1'. Give a whole number that is not negative.")]
    [DataRow(Limit, "2,000", "The property ArtifactAccessorsLimit is '2,000'. Give a whole number that is not negative.")]
    [DataRow(Limit, "99999999999", "The property ArtifactAccessorsLimit is '99999999999'. Give a whole number that is not negative.")]
    public void It_is_named_and_counts_as_not_given(string property, string text, string message)
    {
        GeneratorHarness harness = GeneratorHarness.RunOn(Samples.Golden, ("RootNamespace", "Acme.App"), (property, text));
        Diagnostic error = harness.Result.Diagnostics.Single();
        Assert.AreEqual("ART5002", error.Id);
        Assert.AreEqual(DiagnosticSeverity.Error, error.Severity);
        Assert.AreEqual(message, error.GetMessage(CultureInfo.InvariantCulture));
        Assert.AreEqual(Location.None, error.Location);

        IReadOnlyDictionary<string, string> otherwise = GeneratorHarness.RunOn(Samples.Golden, ("RootNamespace", "Acme.App")).Files;
        Assert.AreSequenceEqual(otherwise.OrderBy(file => file.Key), harness.Files.OrderBy(file => file.Key));
    }

    [TestMethod]
    [DataRow(Visibility, "")]
    [DataRow(Visibility, " ")]
    [DataRow(Visibility, "Internal")]
    [DataRow(Visibility, " PUBLIC ")]
    [DataRow(Limit, "")]
    [DataRow(Limit, "0")]
    [DataRow(Limit, " +7 ")]
    public void What_makes_sense_is_no_error(string property, string text) =>
        Assert.IsEmpty(GeneratorHarness.RunOn(Samples.Golden, (property, text)).Result.Diagnostics);

    [TestMethod]
    public void Each_is_reported_once_whether_there_is_a_lockfile_or_none()
    {
        var harness = new GeneratorHarness(properties: [(Visibility, "x"), (Limit, "x")]);
        harness.Run();
        Assert.HasCount(2, harness.Result.Diagnostics);
        harness.AddLock(Samples.Lock("a/b/net:latest", "x.bin")).Run();
        Assert.HasCount(2, harness.Result.Diagnostics);
        harness.SetOptions((Visibility, "public"), (Limit, "5"));
        harness.Run();
        Assert.IsEmpty(harness.Result.Diagnostics);
    }

    [TestMethod]
    public void Text_that_cannot_be_seen_is_escaped() => Assert.AreEqual(
        "The property ArtifactAccessorsVisibility is 'pub\\u200blic'. Give internal or public.",
        GeneratorHarness.RunOn(Samples.Golden, (Visibility, "pub\u200blic")).Result.Diagnostics.Single().GetMessage(CultureInfo.InvariantCulture));
}
