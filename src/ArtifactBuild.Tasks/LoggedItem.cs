using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Log;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ArtifactBuild.Tasks;

/// <summary>What was logged, as an item for later targets.</summary>
internal static class LoggedItem
{
    public static ITaskItem Of(OutputResult result)
    {
        LogResult logged = result.Logged!;
        Artifact version = logged.Artifact;
        ITaskItem2 item = new TaskItem(version.QualifiedName);
        Set("Name", $"{version.Entity}/{version.Project}/{result.Name!.Collection}");
        Set("Entity", version.Entity);
        Set("Project", version.Project);
        Set("Collection", result.Name.Collection);
        Set("Version", version.Version);
        Set("Type", version.Type);
        Set("Registry", result.Registry ?? "");
        Set("Digest", version.Digest);
        Set("ManifestSha256", version.CommitHash);
        Set("IsNewVersion", logged.IsNewVersion ? "true" : "false");
        Set("BytesSent", logged.UploadedBytes.ToString(CultureInfo.InvariantCulture));
        SetList("Aliases", version.Aliases.Order(StringComparer.Ordinal));
        SetList("Links", result.Links);
        return item;

        // Literal, because a name may have “%”, which MSBuild would take for an escape.
        void Set(string name, string value) => item.SetMetadataValueLiteral(name, value);
        // Not literal, because the semicolons between the values must make a list; each value is escaped.
        void SetList(string name, IEnumerable<string> values) => item.SetMetadata(name, string.Join(';', values.Select(MSBuildText.Escape)));
    }
}
