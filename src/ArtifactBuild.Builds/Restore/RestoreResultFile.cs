using System.Text.Json;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Builds.Restore;

/// <summary>What a restore did, as JSON for other programs. The format has a page in the documentation.</summary>
internal static class RestoreResultFile
{
    private const int Format = 1;

    /// <summary>Removes what an earlier restore left, so that nobody takes it for the result of one that failed.</summary>
    /// <param name="path">The absolute path; empty when there is to be no file.</param>
    /// <exception cref="ArtifactException">ART3009: it can't be removed.</exception>
    public static void Remove(string? path)
    {
        if (!string.IsNullOrEmpty(path))
            ResultJson.Remove(path);
    }

    /// <summary>Writes the file in one step.</summary>
    /// <param name="path">The absolute path; empty when there is to be no file.</param>
    /// <param name="request">What the build asked for.</param>
    /// <param name="result">What the restore did.</param>
    /// <exception cref="ArtifactException">ART3009: it can't be written.</exception>
    public static void Write(string? path, RestoreRequest request, RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(result);
        if (!string.IsNullOrEmpty(path))
            ResultJson.Write(path, Text(request, result));
    }

    internal static string Text(RestoreRequest request, RestoreResult result)
    {
        ILookup<int, RestoredFile> files = result.Files.ToLookup(file => file.Reference);
        return ResultJson.Text(Format, json =>
        {
            json.WriteBoolean("upToDate", result.UpToDate);
            json.WriteBoolean("lockfileWritten", result.LockFileWritten);
            json.WriteNumber("filesDownloaded", result.DownloadedFiles);
            json.WriteNumber("bytesDownloaded", result.DownloadedBytes);
            json.WriteStartArray("references");
            for (int i = 0; i < request.References.Count; i++)
            {
                if (result.Lockfile.Find(request.References[i].Requested) is LockedArtifact pin)
                    WritePin(json, pin, request.References[i].TargetPath, files[i].Count());
            }

            json.WriteEndArray();
        });
    }

    private static void WritePin(Utf8JsonWriter json, LockedArtifact pin, string targetPath, int files)
    {
        json.WriteStartObject();
        json.WriteString("requested", pin.Requested);
        json.WriteString("name", pin.Name);
        json.WriteString("type", pin.Type);
        json.WriteString("version", pin.Version);
        json.WriteString("registry", pin.Registry);
        json.WriteString("digest", pin.Digest);
        json.WriteString("manifestSha256", pin.ManifestSha256);
        ResultJson.WriteList(json, "aliases", pin.Aliases);
        json.WriteString("targetPath", targetPath);
        json.WriteNumber("files", files);
        json.WriteEndObject();
    }
}
