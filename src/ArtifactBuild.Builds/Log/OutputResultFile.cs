using System.Text.Json;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Log;

/// <summary>What a log did, as JSON for other programs. The format has a page in the documentation.</summary>
internal static class OutputResultFile
{
    private const int Format = 1;

    /// <summary>Removes what an earlier log left, so that nobody takes it for the result of one that did not end.</summary>
    /// <param name="path">The absolute path.</param>
    /// <exception cref="ArtifactException">ART3009: it can't be removed.</exception>
    public static void Remove(string path) => ResultJson.Remove(path);

    /// <summary>Writes the file in one step.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="report">What the log did.</param>
    /// <exception cref="ArtifactException">ART3009: it can't be written.</exception>
    public static void Write(string path, OutputReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ResultJson.Write(path, Text(report));
    }

    internal static string Text(OutputReport report) => ResultJson.Text(Format, json =>
    {
        json.WriteBoolean("succeeded", report.Succeeded);
        if (report.Run is { } run)
            json.WriteString("run", $"{run.Entity}/{run.Project}/{run.Id}");
        json.WriteStartArray("outputs");
        foreach (OutputResult output in report.Outputs)
            WriteOutput(json, output);
        json.WriteEndArray();
        WriteErrors(json, report.Errors);
    });

    private static void WriteOutput(Utf8JsonWriter json, OutputResult output)
    {
        json.WriteStartObject();
        json.WriteString("output", output.Output);
        json.WriteString("status", output.Status switch
        {
            OutputStatus.Logged => "logged",
            OutputStatus.Unchanged => "unchanged",
            OutputStatus.Failed => "failed",
            _ => "skipped",
        });
        if (output.Name is ArtifactName name)
            json.WriteString("name", name.CollectionName);
        if (output.Registry is string registry)
            json.WriteString("registry", registry);
        if (output.Logged is { } logged)
        {
            json.WriteString("type", logged.Artifact.Type);
            json.WriteString("version", logged.Artifact.Version);
            json.WriteBoolean("isNewVersion", logged.IsNewVersion);
            json.WriteString("digest", logged.Artifact.Digest);
            json.WriteString("manifestSha256", logged.Artifact.CommitHash);
            ResultJson.WriteList(json, "aliases", logged.Artifact.Aliases.Order(StringComparer.Ordinal));
            ResultJson.WriteList(json, "links", output.Links);
            json.WriteNumber("entries", logged.Artifact.FileCount);
            json.WriteNumber("size", logged.Artifact.Size);
            json.WriteNumber("filesSent", logged.UploadedFiles);
            json.WriteNumber("bytesSent", logged.UploadedBytes);
        }

        WriteErrors(json, output.Errors);
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, IEnumerable<ArtifactException> errors)
    {
        json.WriteStartArray("errors");
        foreach (ArtifactException error in errors)
        {
            json.WriteStartObject();
            json.WriteString("code", error.Code);
            json.WriteString("message", error.Message);
            if (error is ArtifactFileException place)
            {
                json.WriteString("file", place.File);
                json.WriteNumber("line", place.Line);
                json.WriteNumber("column", place.Column);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
