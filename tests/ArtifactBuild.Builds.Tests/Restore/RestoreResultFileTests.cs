using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Tests.Fixtures;

namespace ArtifactBuild.Builds.Tests.Restore;

/// <summary>What other programs read of a restore.</summary>
[TestClass]
public sealed class RestoreResultFileTests : IDisposable
{
    private readonly BuildFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task It_has_every_pin_and_what_was_done()
    {
        _folder.Write("a.bin", "abc");
        OutputReport logged = await _folder.LogAsync(BuildFolder.Item("model", ("Type", "model"), ("Files", "a.bin"), ("Aliases", "best")));
        ArtifactBuild.Artifacts.Artifact model = logged.Outputs[0].Logged!.Artifact;
        var request = new RestoreRequest(
            _folder.Settings,
            [ArtifactReferenceItem.Read("model:best", _ => null, _folder.Settings)],
            _folder.PathOf("project/artifacts.lock.json"),
            _folder.PathOf("project/obj"));
        string path = _folder.PathOf("made/restore.json");
        RestoreResultFile.Write(path, request, await RestoreAsync(request));
        Assert.AreEqual(
            $$"""
            {
              "format": 1,
              "upToDate": false,
              "lockfileWritten": true,
              "filesDownloaded": 1,
              "bytesDownloaded": 3,
              "references": [
                {
                  "requested": "default/uncategorized/model:best",
                  "name": "default/uncategorized/model",
                  "type": "model",
                  "version": "v0",
                  "registry": "local",
                  "digest": "{{model.Digest}}",
                  "manifestSha256": "{{model.CommitHash}}",
                  "aliases": [
                    "best",
                    "latest"
                  ],
                  "targetPath": "artifacts/model",
                  "files": 1
                }
              ]
            }

            """,
            File.ReadAllText(path));
        RestoreResultFile.Write(path, request, await RestoreAsync(request));
        Assert.Contains("\"upToDate\": true", File.ReadAllText(path));
        RestoreResultFile.Remove(path);
        Assert.IsEmpty(Directory.GetFiles(_folder.PathOf("made")));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    public async Task Without_a_path_there_is_none(string? path)
    {
        var request = new RestoreRequest(_folder.Settings, [], _folder.PathOf("project/artifacts.lock.json"), _folder.PathOf("project/obj"));
        RestoreResultFile.Remove(path);
        RestoreResultFile.Write(path, request, await RestoreAsync(request));
        Assert.IsFalse(Directory.Exists(_folder.PathOf("made")));
    }

    private static async Task<RestoreResult> RestoreAsync(RestoreRequest request)
    {
        await using var restore = new ArtifactRestore(request);
        return await restore.RunAsync(CancellationToken.None);
    }
}
