using System.CommandLine;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Cli.Tests;

/// <summary>What the common switches and their variables come to.</summary>
[TestClass]
public sealed class RegistryOptionsTests
{
    private static readonly string Here = Directory.GetCurrentDirectory();

    [TestMethod]
    public void Without_switches_and_variables_all_is_as_the_library_has_it()
    {
        BuildSettings settings = Read([], []);
        var defaults = new BuildSettings(Here);
        Assert.AreEqual(defaults.Registry, settings.Registry);
        Assert.AreEqual(("default", "uncategorized"), (settings.Entity, settings.Project));
        Assert.IsNull(settings.CacheDirectory);
        Assert.IsNull(settings.AllowFileReferences);
        Assert.IsNull(settings.Mirror);
        Assert.AreEqual(0, settings.MaxConcurrency);
        Assert.IsEmpty(settings.CacheFallbackDirectories);
    }

    [TestMethod]
    public void A_switch_wins_over_its_variable_and_an_empty_variable_says_nothing()
    {
        Dictionary<string, string> variables = new()
        {
            ["ARTIFACT_REGISTRY"] = "s3://bucket/variable",
            ["ARTIFACT_ENTITY"] = "variable",
            ["ARTIFACT_PROJECT"] = "",
            ["ARTIFACT_MAX_CONCURRENCY"] = "3",
            ["ARTIFACT_ALLOW_FILE_REFERENCES"] = "true",
        };
        BuildSettings settings = Read(variables, "--entity", "typed", "--max-concurrency=5", "--allow-file-references=false");
        Assert.AreEqual("s3://bucket/variable", settings.Registry);
        Assert.AreEqual(("typed", "uncategorized"), (settings.Entity, settings.Project));
        Assert.AreEqual(5, settings.MaxConcurrency);
        Assert.IsNull(settings.AllowFileReferences);
        settings = Read(variables);
        Assert.AreEqual("variable", settings.Entity);
        Assert.AreEqual(3, settings.MaxConcurrency);
        Assert.IsTrue(settings.AllowFileReferences);
    }

    [TestMethod]
    public void Relative_paths_start_in_the_current_folder()
    {
        BuildSettings settings = Read([], "--registry", "r", "--cache", "c", "--cache-fallbacks", "x; ;y", "--mirror", "m");
        Assert.AreEqual(Path.Combine(Here, "r"), settings.Registry);
        Assert.AreEqual(Path.Combine(Here, "c"), settings.CacheDirectory);
        Assert.AreSequenceEqual([Path.Combine(Here, "x"), Path.Combine(Here, "y")], settings.CacheFallbackDirectories);
        Assert.AreEqual(Path.Combine(Here, "m"), settings.Mirror!.Of("s3://bucket/x"));
    }

    [TestMethod]
    public void A_lockfile_brings_its_own_folder_and_the_switches_still_start_in_the_current_one()
    {
        var options = new RegistryOptions(_ => null);
        var command = new RootCommand();
        options.AddReadingTo(command);
        BuildSettings settings = options.Settings(command.Parse(["--registry", "r", "--cache", "c"]), "Reading", "/somewhere/artifacts.lock.json");
        Assert.AreEqual("/somewhere", settings.ProjectDirectory);
        Assert.AreEqual(Path.Combine(Here, "r"), settings.Registry);
        Assert.AreEqual(Path.Combine(Here, "c"), settings.CacheDirectory);
    }

    [TestMethod]
    [DataRow("--max-concurrency", "many")]
    [DataRow("--max-concurrency", "-1")]
    [DataRow("--mirror", "a=")]
    public void A_switch_that_makes_no_sense_is_an_error_that_names_it(string name, string text) =>
        Codes.AssertThrows("ART1004", () => Read([], $"{name}={text}"));

    [TestMethod]
    [DataRow("ARTIFACT_MAX_CONCURRENCY", "many")]
    [DataRow("ARTIFACT_ALLOW_FILE_REFERENCES", "perhaps")]
    public void A_variable_that_makes_no_sense_is_one_too(string variable, string text) =>
        Assert.Contains(variable, Codes.AssertThrows("ART1004", () => Read(new() { [variable] = text })).Message);

    [TestMethod]
    [DataRow("data", "team/vision/data")]
    [DataRow("other/data:v1", "team/other/data:v1")]
    [DataRow("a/b/data:best", "a/b/data:best")]
    public void A_name_takes_what_it_does_not_say_from_the_switches(string text, string name)
    {
        var options = new RegistryOptions(variable => variable == "ARTIFACT_PROJECT" ? "vision" : null);
        var command = new RootCommand();
        options.AddTo(command);
        Assert.AreEqual(name, options.NameOf(command.Parse(["--entity", "team"]), text).ToString());
    }

    private static BuildSettings Read(Dictionary<string, string> variables, params string[] arguments) =>
        GivenOptions.InTool(new RegistryOptions(variables.GetValueOrDefault), arguments);
}
