using System.CommandLine;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Cli.Commands;

namespace ArtifactBuild.Cli.Tests;

/// <summary>One text in each place where a user may write it, read as builds and tool read it.</summary>
internal static class GivenOptions
{
    private static readonly string Folder = Path.GetFullPath("/project");
    private static readonly BuildSettings Project = new(Folder, "/registry", "acme", "vision");

    public static BuildSettings InProperty(BuildOption option, string text) =>
        BuildSettings.Read(OptionValues.OfProperties(property => property == option.Property ? text : "", _ => null), Folder);

    public static BuildSettings InVariableOfBuild(BuildOption option, string text) =>
        BuildSettings.Read(OptionValues.OfProperties(property => property == option.Property ? text : "", property => property == option.Property ? text : ""), Folder);

    public static BuildSettings InVariable(BuildOption option, string text) =>
        InTool(new RegistryOptions(variable => variable == option.Variable ? text : null));

    public static BuildSettings InSwitch(BuildOption option, string text) =>
        InTool(new RegistryOptions(_ => null), $"{option.Switch}={text}");

    public static BuildSettings InTool(RegistryOptions options, params string[] arguments)
    {
        var command = new RootCommand();
        options.AddReadingTo(command);
        return options.Settings(Parse(command, arguments), "Reading");
    }

    public static ArtifactOutputItem InOutputItem(string metadata, string text) =>
        ArtifactOutputItem.Read(new OutputItem("model", name => name == metadata ? text : name == "Type" ? "model" : ""), Project);

    public static OutputUri InUriItem(string metadata, string text) =>
        OutputUri.Read(new OutputItem("s3://b/k", name => name == metadata ? text : ""));

    public static ArtifactReferenceItem InReferenceItem(string metadata, string text) =>
        ArtifactReferenceItem.Read("model", name => name == metadata ? text : "", Project);

    public static ArtifactOutputItem InLogSwitch(string name, string text)
    {
        var command = new RootCommand();
        var options = new LogOptions();
        options.AddTo(command);
        return options.Read(Parse(command, "--type=model", "--uri=s3://b/k", $"{name}={text}"), "model", [], Project);
    }

    private static ParseResult Parse(RootCommand command, params string[] arguments)
    {
        FlagText.Ensure(command, arguments);
        ParseResult result = command.Parse(arguments);
        Assert.IsEmpty(result.Errors, string.Join("; ", result.Errors.Select(error => error.Message)));
        return result;
    }
}
