using System.CommandLine;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;

namespace ArtifactBuild.Cli;

/// <summary>Tells a registry what a command used. What goes wrong is a warning.</summary>
internal static class UsageRecord
{
    public static async Task RecordAsync(ParseResult result, RegistryOptions registry, Artifact version, CancellationToken cancellationToken)
    {
        BuildSettings settings = await registry.SettingsAsync(result, "Recording", "artifact download", cancellationToken);
        if (await UsageTracking.RecordAsync(settings, version, cancellationToken) is { } warning)
            await result.InvocationConfiguration.Error.WriteLineAsync($"warning {warning.Code}: {warning.Message}");
    }
}
