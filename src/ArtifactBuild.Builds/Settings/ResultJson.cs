using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Settings;

/// <summary>A file that says as JSON what a build did: whole or not there, and never that of an earlier build.</summary>
internal static class ResultJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The default encoder escapes “<”, “+” and all that is not ASCII for HTML. This file is for programs and people.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="ArtifactException">ART3009: the file can't be removed.</exception>
    public static void Remove(string path) => Access(path, () =>
    {
        // File.Delete throws when the folder is not there.
        if (File.Exists(path))
            File.Delete(path);
    });

    /// <exception cref="ArtifactException">ART3009: the file can't be written.</exception>
    public static void Write(string path, string text)
    {
        Access(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, text);
        });
    }

    /// <summary>The text of an object that begins with its format.</summary>
    public static string Text(int format, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", format);
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    public static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Access(string path, Action access) => DiskFailure.Explain(access, e => new ArtifactException(
        ArtifactCodes.OutputAccess, $"The result file {path} can't be written: {e.Message} Give another path.", e));
}
