using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Shared;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Cli.Tests;

/// <summary>
/// One text has one answer wherever it is written: in a call of the library, an item, a property, a variable or a switch. What is
/// refused has a code, and for the same reason.
/// </summary>
[TestClass]
public sealed class EqualAnswerTests
{
    private static readonly string Longest = new('x', 128);

    public static IEnumerable<object[]> Aliases =>
    [
        ["production", ""],
        ["latest", ""],
        ["best 2", ""],
        ["größte", ""],
        ["a.b", ""],
        ["a=b", ""],
        ["a,b", ""],
        ["1", ""],
        ["v", ""],
        ["V1", ""],
        ["v1a", ""],
        [Longest, ""],
        [Longest + "x", "has more than 128 characters"],
        ["a/b", "has “/”, “\\” or “:”"],
        ["a\\b", "has “/”, “\\” or “:”"],
        ["a:b", "has “/”, “\\” or “:”"],
        [".", "is a folder's own name"],
        ["..", "is a folder's own name"],
        ["a\tb", "has a control character"],
        ["a\u0085b", "has a control character"],
    ];

    [TestMethod]
    [DynamicData(nameof(Aliases))]
    public void An_alias(string text, string problem)
    {
        Assert.AreEqual(problem, AliasText.FindProblem(text) ?? "");
        AssertAnswer(problem, "ART4006", () => LabelRules.Aliases([text]).Contains(text));
        AssertAnswer(problem, "ART4006", () => GivenOptions.InOutputItem("Aliases", text).Aliases.Contains(text));
        AssertAnswer(problem, "ART4006", () => GivenOptions.InLogSwitch("--alias", text).Aliases.Contains(text));
        AssertAnswer(problem, "ART1004", () => GivenOptions.InReferenceItem("Alias", text).Name.Suffix == text);
        AssertAnswer(problem, "ART1001", () => ArtifactName.Parse($"model:{text}").Suffix == text);
        AssertAnswer(problem, "ART1001", () => GivenOptions.InOutputItem("LinkTo", $"portfolio:{text}").LinkTo[0].Aliases.Contains(text));
        AssertAnswer(problem, "ART1001", () => GivenOptions.InLogSwitch("--link-to", $"portfolio:{text}").LinkTo[0].Aliases.Contains(text));
        // The key of a lockfile, which the generator reads too.
        Assert.AreEqual(problem.Length == 0, ReferenceRequest.Parse($"acme/vision/model:{text}") is not null);
    }

    [TestMethod]
    [DataRow("v3")]
    [DataRow("v007")]
    [DataRow("v99999999999")]
    public void What_names_a_version_can_be_asked_for_and_not_be_given(string text)
    {
        const string Problem = "looks like a version";
        AssertAnswer(Problem, "ART4006", () => LabelRules.Aliases([text]).Contains(text));
        AssertAnswer(Problem, "ART4006", () => GivenOptions.InOutputItem("Aliases", text).Aliases.Contains(text));
        AssertAnswer(Problem, "ART4006", () => GivenOptions.InLogSwitch("--alias", text).Aliases.Contains(text));
        Assert.AreEqual(text, GivenOptions.InReferenceItem("Alias", text).Name.Suffix);
        Assert.AreEqual(text, GivenOptions.InReferenceItem("Version", text).Name.Suffix);
        Assert.AreEqual(text, ArtifactName.Parse($"model:{text}").Suffix);
    }

    [TestMethod]
    [DataRow("30d", 2_592_000)]
    [DataRow("30D", 2_592_000)]
    [DataRow("1.5d", 129_600)]
    [DataRow("1.5D", 129_600)]
    [DataRow("12h", 43_200)]
    [DataRow("0.5H", 1800)]
    [DataRow("90s", 90)]
    [DataRow("5M", 300)]
    [DataRow("2w", 1_209_600)]
    [DataRow(" 30 d ", 2_592_000)]
    [DataRow("1.12:00:00", 129_600)]
    [DataRow("00:00:01", 1)]
    [DataRow("100000d", 8_640_000_000)]
    [DataRow("30", -1)]
    [DataRow("d", -1)]
    [DataRow("soon", -1)]
    [DataRow("30 days", -1)]
    [DataRow("-1d", -1)]
    [DataRow("1,5d", -1)]
    [DataRow("1e3d", -1)]
    [DataRow("1:2:x", -1)]
    [DataRow("-1.00:00:00", -1)]
    [DataRow("2000000000w", -1)]
    public async Task A_duration(string text, long seconds)
    {
        string problem = seconds < 0 ? $"is “{text}”. Give a number and a unit such as 30d" : "";
        AssertAnswer(problem, "ART1004", () => new GivenText("It", text).ToDuration() == TimeSpan.FromSeconds(seconds));
        AssertAnswer(problem, "ART1004", () => GivenOptions.InOutputItem("TimeToLive", text).TimeToLive == TimeToLive.Of(TimeSpan.FromSeconds(seconds)));
        AssertAnswer(problem, "ART1004", () => GivenOptions.InLogSwitch("--time-to-live", text).TimeToLive == TimeToLive.Of(TimeSpan.FromSeconds(seconds)));
        await AssertPruneAsync("--older-than", text, problem);
    }

    [TestMethod]
    [DataRow("20GiB", 21_474_836_480)]
    [DataRow("1kb", 1000)]
    [DataRow("1.5 MB", 1_500_000)]
    [DataRow("0B", 0)]
    [DataRow("20", -1)]
    [DataRow("GiB", -1)]
    [DataRow("-1B", -1)]
    [DataRow("1XB", -1)]
    public async Task A_size(string text, long bytes)
    {
        string problem = bytes < 0 ? $"is “{text}”. Give a number and B, KB" : "";
        AssertAnswer(problem, "ART1004", () => new GivenText("It", text).ToBytes() == bytes);
        await AssertPruneAsync("--max-size", text, problem);
    }

    [TestMethod]
    [DataRow("true", true)]
    [DataRow("True", true)]
    [DataRow("TRUE", true)]
    [DataRow(" true ", true)]
    [DataRow("false", false)]
    [DataRow("FALSE", false)]
    [DataRow("yes", null)]
    [DataRow("1", null)]
    [DataRow("0", null)]
    [DataRow("on", null)]
    [DataRow("maybe", null)]
    public void A_truth_value(string text, bool? value)
    {
        BuildOption option = OptionTable.AllowFileReferences;
        string problem = value is null ? $"is “{text}”. Give true or false." : "";
        bool? allowed = value is true ? true : null;
        AssertAnswer(problem, "ART1004", () => GivenOptions.InProperty(option, text).AllowFileReferences == allowed);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InVariable(option, text).AllowFileReferences == allowed);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InSwitch(option, text).AllowFileReferences == allowed);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InOutputItem("Incremental", text).Incremental == value);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InLogSwitch("--incremental", text).Incremental == value);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InUriItem("Checksum", text).Checksum == value);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InReferenceItem("Accessors", text).Accessors == value);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InReferenceItem("AllowMissingReferences", text).AllowMissingReferences == value);
    }

    [TestMethod]
    [DataRow("1", 1)]
    [DataRow("16", 16)]
    [DataRow("+4", 4)]
    [DataRow(" 8 ", 8)]
    [DataRow("007", 7)]
    [DataRow("2147483647", int.MaxValue)]
    [DataRow("-1", -1)]
    [DataRow("many", -1)]
    [DataRow("1.5", -1)]
    [DataRow("1,000", -1)]
    [DataRow("1e3", -1)]
    [DataRow("0x10", -1)]
    [DataRow("2147483648", -1)]
    public void A_number(string text, int number)
    {
        BuildOption option = OptionTable.MaxConcurrency;
        string problem = number < 0 ? $"is “{text}”. Give a whole number" : "";
        AssertAnswer(problem, "ART1004", () => GivenOptions.InProperty(option, text).MaxConcurrency == number);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InVariable(option, text).MaxConcurrency == number);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InSwitch(option, text).MaxConcurrency == number);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InUriItem("MaxObjects", text).MaxObjects == number);
        AssertAnswer(problem, "ART1004", () => GivenOptions.InLogSwitch("--max-objects", text).Uris[0].MaxObjects == number);
    }

    [TestMethod]
    [DataRow("a", "a")]
    [DataRow("a;b", "a b")]
    [DataRow(" a ; b ", "a b")]
    [DataRow("a;;b;", "a b")]
    [DataRow("a,b", "a,b")]
    [DataRow(";", "")]
    public void A_list(string text, string values)
    {
        BuildOption option = OptionTable.CacheFallbackDirectories;
        Assert.AreEqual(values, Names(GivenOptions.InProperty(option, text)));
        Assert.AreEqual(values, Names(GivenOptions.InVariable(option, text)));
        Assert.AreEqual(values, Names(GivenOptions.InSwitch(option, text)));
        Assert.AreEqual(values, string.Join(' ', GivenOptions.InOutputItem("Aliases", text).Aliases));

        static string Names(BuildSettings settings) => string.Join(' ', settings.CacheFallbackDirectories.Select(Path.GetFileName));
    }

    [TestMethod]
    public void A_switch_wins_over_the_variable_and_what_is_blank_says_nothing_in_a_variable_and_is_a_slip_in_a_switch()
    {
        var options = new RegistryOptions(variable => variable == "ARTIFACT_MAX_CONCURRENCY" ? "many" : " ");
        Assert.AreEqual(3, GivenOptions.InTool(options, "--max-concurrency", "3").MaxConcurrency);
        Assert.AreEqual(0, GivenOptions.InTool(new RegistryOptions(_ => " ")).MaxConcurrency);
        Assert.AreEqual(0, GivenOptions.InProperty(OptionTable.MaxConcurrency, " ").MaxConcurrency);
        AssertAnswer("--max-concurrency is “”", "ART1004", () => GivenOptions.InTool(new RegistryOptions(_ => null), "--max-concurrency", "").MaxConcurrency == 0);
        Assert.IsTrue(GivenOptions.InTool(new RegistryOptions(_ => null), "--allow-file-references").AllowFileReferences);
    }

    [TestMethod]
    public void A_message_names_the_place()
    {
        BuildOption option = OptionTable.MaxConcurrency;
        Assert.StartsWith("The property ArtifactMaxConcurrency is “x”.", Refused(() => GivenOptions.InProperty(option, "x")));
        Assert.StartsWith("The variable ARTIFACT_MAX_CONCURRENCY is “x”.", Refused(() => GivenOptions.InVariable(option, "x")));
        Assert.StartsWith("--max-concurrency is “x”.", Refused(() => GivenOptions.InSwitch(option, "x")));
        Assert.StartsWith("Accessors of ArtifactReference “model” is “x”.", Refused(() => GivenOptions.InReferenceItem("Accessors", "x")));

        static string Refused(Func<object> read) => Assert.Throws<ArtifactException>(() => { read(); }).Message;
    }

    // The cache is empty, so nothing is done but to read the switch.
    private static async Task AssertPruneAsync(string name, string text, string problem)
    {
        using var cache = new TemporaryDirectory();
        var error = new StringWriter();
        int exitCode = await Tool.RunAsync(["cache", "prune", $"{name}={text}", "--dry-run", "--cache", cache.Root], TextWriter.Null, error);
        Assert.AreEqual(problem.Length == 0 ? 0 : 1, exitCode, error.ToString());
        if (problem.Length > 0)
            Assert.StartsWith($"error ART1004: {name} {problem}", error.ToString());
    }

    private static void AssertAnswer(string problem, string code, Func<bool> read)
    {
        if (problem.Length == 0)
        {
            Assert.IsTrue(read());
            return;
        }

        ArtifactException failure = Assert.Throws<ArtifactException>(() => { read(); });
        Assert.AreEqual(code, failure.Code, failure.Message);
        Assert.Contains(problem, failure.Message);
    }
}
