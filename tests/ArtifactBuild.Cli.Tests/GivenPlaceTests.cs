using System.CommandLine;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Cli.Tests.Fixtures;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Cli.Tests;

/// <summary>
/// A message names the place that the user wrote in, and no sibling of it: nobody who typed a switch looks for a property. The tables
/// cover all of them, so that a new one is either here or said to take any text.
/// </summary>
[TestClass]
public sealed class GivenPlaceTests
{
    // What each switch refuses, and how the message begins.
    private static readonly Dictionary<string, (string Text, string Message)> Refused = new(StringComparer.Ordinal)
    {
        ["--type"] = (" ", "--type is blank."),
        ["--metadata"] = ("[1]", "--metadata is no JSON object."),
        ["--metadata-file"] = ("/no/such/file", "--metadata-file /no/such/file can't be read: "),
        ["--time-to-live"] = ("1.5x", "--time-to-live is “1.5x”. Give "),
        ["--incremental"] = ("perhaps", "--incremental is “perhaps”. Give "),
        ["--link-to"] = ("p:v3", "--link-to “p:v3” names a version"),
        ["--no-checksum"] = ("perhaps", "--no-checksum is “perhaps”. Give "),
        ["--max-objects"] = ("0", "--max-objects is “0”. Give "),
        ["--entity"] = ("a?b", "--entity is “a?b”, which has "),
        ["--project"] = ("a/b", "--project is “a/b”, which has "),
        ["--max-concurrency"] = ("-1", "--max-concurrency is “-1”. Give "),
        ["--allow-file-references"] = ("perhaps", "--allow-file-references is “perhaps”. Give "),
        ["--mirror"] = ("=/m", "--mirror has “=/m”, and "),
        ["--track-usage"] = ("perhaps", "--track-usage is “perhaps”. Give "),
        ["--allow-missing-references"] = ("perhaps", "--allow-missing-references is “perhaps”. Give "),
        ["--skip-cache"] = ("perhaps", "--skip-cache is “perhaps”. Give "),
        ["--older-than"] = ("1.5x", "--older-than is “1.5x”. Give "),
        ["--max-size"] = ("1.5x", "--max-size is “1.5x”. Give "),
        ["--dry-run"] = ("perhaps", "--dry-run is “perhaps”. Give "),
        ["--keep-lockfiles"] = ("/no/such/file", "--keep-lockfiles “/no/such/file” finds no file."),
        ["--lockfile"] = ("/no/such/file", "--lockfile “/no/such/file” finds no file."),
    };

    // Paths and text that nothing is wrong with until it is used; a message then says the text itself.
    private static readonly string[] TakesAnyText =
    [
        "--help", "--alias", "--tag", "--description", "--uri", "--result", "--registry", "--cache", "--cache-fallbacks", "--output", "--path-prefix",
    ];

    private static readonly string[] OfBuilds = ["ArtifactOutput", "ArtifactReference", .. OptionTable.All.Select(option => option.Property)];

    private static readonly Dictionary<string, string[]> Rest = new(StringComparer.Ordinal)
    {
        ["log"] = ["data", "{file}", "--type=t"],
        ["show"] = ["data"],
        ["download"] = ["data"],
        ["verify"] = ["data"],
        ["restore"] = ["{file}"],
        ["update"] = ["--lockfile={file}"],
        ["cache prune"] = [],
    };

    public static IEnumerable<object[]> Switches =>
        from command in Rest.Keys
        from option in CommandOf(command).Options
        where !TakesAnyText.Contains(option.Name)
        select new object[] { command, option.Name };

    public static IEnumerable<object[]> Options =>
        from option in OptionTable.All
        where option.Reader is OptionReader.EveryTask or OptionReader.RestoreTasks && RefusedBy(option) is not null
        select new object[] { option.Property };

    [TestMethod]
    [DynamicData(nameof(Switches))]
    public async Task A_switch(string command, string name)
    {
        await using var folder = new ToolFolder();
        string file = folder.Write("file", "x");
        (string text, string message) = Refused[name];
        string[] rest = [.. Rest[command].Where(argument => !argument.StartsWith(name + "=", StringComparison.Ordinal))];
        string[] arguments = [.. command.Split(' '), .. rest.Select(argument => argument.Replace("{file}", file, StringComparison.Ordinal)), $"{name}={text}"];
        // What the rest says is for another registry and cache than those of the machine.
        string[] places = [.. new[] { ("--registry", folder.Registry.Folder), ("--cache", folder.Registry.Cache) }
            .Where(place => CommandOf(command).Options.Any(option => option.Name == place.Item1)).Select(place => $"{place.Item1}={place.Item2}")];
        ToolResult result = await ToolFolder.RunAloneAsync([.. arguments, .. places]);
        Assert.AreEqual(1, result.ExitCode);
        Assert.MatchesRegex("^error ART1[0-9]{3}: ", result.Error);
        Assert.StartsWith(message, result.Error["error ART1004: ".Length..]);
        Assert.IsEmpty(OfBuilds.Where(result.Error.Contains), result.Error);
    }

    [TestMethod]
    public void Every_command_is_in_the_table() => Assert.AreSequenceEqual(
        Tool.Create().Subcommands.SelectMany(command => command.Subcommands.Count == 0 ? [command.Name] : command.Subcommands.Select(below => $"{command.Name} {below.Name}"))
            .Order(StringComparer.Ordinal),
        Rest.Keys.Order(StringComparer.Ordinal));

    [TestMethod]
    [DynamicData(nameof(Options))]
    public void A_property_and_a_variable(string property)
    {
        BuildOption option = OptionTable.All.Single(one => one.Property == property);
        string text = RefusedBy(option)!;
        AssertNames($"The property {property} ", option, OptionValues.OfProperties(Give(property), _ => ""));
        AssertNames($"The variable {option.Variable} ", option, OptionValues.OfProperties(Give(property), Give(property)));
        // The property wins, so it is the one to be mended.
        AssertNames($"The property {property} ", option, OptionValues.OfProperties(Give(property), _ => "7"));
        AssertNames($"The variable {option.Variable} ", option, OptionValues.OfTool(_ => null, Give(option.Variable!)));
        if (option.Switch is string name)
            AssertNames($"{name} ", option, OptionValues.OfTool(one => one == option ? text : null, _ => "7"));

        Func<string, string?> Give(string given) => asked => asked == given ? text : "";
    }

    [TestMethod]
    [DataRow("TimeToLive", "1.5x", "TimeToLive of ArtifactOutput “model” is “1.5x”. Give ")]
    [DataRow("Incremental", "perhaps", "Incremental of ArtifactOutput “model” is “perhaps”. Give ")]
    [DataRow("LinkTo", "p:v3", "LinkTo=“p:v3” of ArtifactOutput “model” names a version")]
    [DataRow("LinkTo", "model", "LinkTo=“model” of ArtifactOutput “model” is the output itself")]
    [DataRow("Metadata", "[1]", "The Metadata of ArtifactOutput “acme/vision/model” is no JSON object.")]
    [DataRow("MetadataFile", "/no/such/file", "The MetadataFile /no/such/file of ArtifactOutput “acme/vision/model” can't be read: ")]
    public void A_metadata_of_an_output(string metadata, string text, string message) =>
        AssertStarts(message, () => OutputMetadata.Read(GivenOptions.InOutputItem(metadata, text)));

    [TestMethod]
    [DataRow("Checksum", "Checksum of an ArtifactOutputUri is “x”. Give ")]
    [DataRow("MaxObjects", "MaxObjects of an ArtifactOutputUri is “x”. Give ")]
    public void A_metadata_of_a_URI(string metadata, string message) =>
        AssertStarts(message, () => GivenOptions.InUriItem(metadata, "x"));

    [TestMethod]
    [DataRow("Accessors", "x", "Accessors of ArtifactReference “model” is “x”. Give ")]
    [DataRow("AllowMissingReferences", "x", "AllowMissingReferences of ArtifactReference “model” is “x”. Give ")]
    [DataRow("Pack", "x", "Pack of ArtifactReference “model” is “x”. Give ")]
    [DataRow("TargetPath", "../x", "TargetPath=“../x” of ArtifactReference “model” ")]
    [DataRow("Digest", "x", "Digest=“x” of ArtifactReference “model” ")]
    public void A_metadata_of_a_reference(string metadata, string text, string message) =>
        AssertStarts(message, () => GivenOptions.InReferenceItem(metadata, text));

    [TestMethod]
    public async Task A_name_of_an_update()
    {
        await using var folder = new ToolFolder();
        string lockfile = folder.Write("artifacts.lock.json", """
            {
              "format": 1,
              "artifacts": []
            }

            """);
        ToolResult result = await folder.RunAsync("update", "model", "--lockfile", lockfile);
        Assert.AreEqual($"error ART1005: The argument “model” names nothing that the lockfile {lockfile} pins. It pins nothing.\n", result.Error);
    }

    private static Command CommandOf(string path) =>
        path.Split(' ').Aggregate((Command)Tool.Create(), (command, name) => command.Subcommands.Single(below => below.Name == name));

    private static string? RefusedBy(BuildOption option) => option.Kind switch
    {
        OptionKind.TruthValue => "perhaps",
        OptionKind.Count => "many",
        OptionKind.Mirrors => "=/m",
        OptionKind.Text => "a?b",
        _ => null,
    };

    private static void AssertNames(string place, BuildOption option, OptionValues values) => AssertStarts(place, () =>
    {
        if (option.Kind == OptionKind.TruthValue)
            values[option].ToTruth();
        else
            BuildSettings.Read(values, Path.GetFullPath("/project"));
    });

    private static void AssertStarts(string message, Action read) =>
        Assert.StartsWith(message, Assert.Throws<ArtifactException>(read).Message);
}
