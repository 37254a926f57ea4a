using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds;

/// <summary>What a log did, as JSON for other programs. The format has a page in the documentation.</summary>
public static class OutputResultFile
{
    private const int Format = 1;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // None of it is put into HTML, and people read it too.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Removes what an earlier log left, so that nobody takes it for the result of one that did not end.</summary>
    /// <param name="path">The absolute path.</param>
    /// <exception cref="ArtifactException">ART3009: it can't be removed.</exception>
    public static void Remove(string path) => Access(path, () =>
    {
        // Deleting what lies in a folder that is not there is an error to .NET.
        if (File.Exists(path))
            File.Delete(path);
    });

    /// <summary>Writes the file in one step.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="report">What the log did.</param>
    /// <exception cref="ArtifactException">ART3009: it can't be written.</exception>
    public static void Write(string path, OutputReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        Access(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                File.WriteAllText(temporary, Text(report));
                File.Move(temporary, path, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        });
    }

    internal static string Text(OutputReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteBoolean("succeeded", report.Succeeded);
            if (report.Run is { } run)
                json.WriteString("run", $"{run.Entity}/{run.Project}/{run.Id}");
            json.WriteStartArray("outputs");
            foreach (OutputResult output in report.Outputs)
                WriteOutput(json, output);
            json.WriteEndArray();
            WriteErrors(json, report.Errors);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

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
            WriteList(json, "aliases", logged.Artifact.Aliases.Order(StringComparer.Ordinal));
            WriteList(json, "links", output.Links);
            json.WriteNumber("entries", logged.Artifact.FileCount);
            json.WriteNumber("size", logged.Artifact.Size);
            json.WriteNumber("filesSent", logged.UploadedFiles);
            json.WriteNumber("bytesSent", logged.UploadedBytes);
        }

        WriteErrors(json, output.Errors);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
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

    private static void Access(string path, Action access)
    {
        try
        {
            access();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactException(
                ArtifactCodes.OutputAccess, $"The result file {path} can't be written: {e.Message} Give another path.", e);
        }
    }
}
