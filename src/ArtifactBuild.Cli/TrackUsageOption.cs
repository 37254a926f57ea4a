using System.CommandLine;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;

namespace ArtifactBuild.Cli;

/// <summary>The switch of commands that may tell a registry what is used. What goes wrong is a warning.</summary>
internal sealed class TrackUsageOption
{
    private readonly Option<bool> _option = new("--track-usage")
    {
        Description = "Record in the registry that the version is used. [ARTIFACT_TRACK_USAGE]",
        DefaultValueFactory = _ => bool.TryParse(Environment.GetEnvironmentVariable("ARTIFACT_TRACK_USAGE"), out bool value) && value,
    };

    public void AddTo(Command command) => command.Options.Add(_option);

    public async Task RecordAsync(ParseResult result, RegistryOptions registry, Artifact version, CancellationToken cancellationToken)
    {
        if (!result.GetValue(_option))
            return;
        BuildSettings settings = await registry.SettingsAsync(result, "Recording", "artifact download", cancellationToken);
        if (await UsageTracking.RecordAsync(settings, version, cancellationToken) is { } warning)
            await result.InvocationConfiguration.Error.WriteLineAsync($"warning {warning.Code}: {warning.Message}");
    }
}
