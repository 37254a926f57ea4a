using System.Text;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Fuzz;
using ArtifactBuild.Model;

namespace ArtifactBuild.Core.Tests.Fuzz;

/// <summary>Damaged lockfiles and manifests in the engine: nothing is thrown but what has a code.</summary>
[TestClass]
public sealed class DamagedFileTests
{
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string ManifestDocument = $$"""
        {
          "contents": {
            "config.json": { "digest": "XUFAKrxLKna5cZ2REBfFkg==", "extra": { "sha256": "{{Sha256}}" }, "size": 5 },
            "data/train.csv": { "digest": "etag", "extra": { "etag": "etag", "nested": { "a": [1, null] }, "versionID": "1" }, "ref": "s3://bucket/train.csv", "size": 99 },
            "linked.bin": { "digest": "XUFAKrxLKna5cZ2REBfFkg==", "ref": "wandb-artifact://0123/linked.bin", "size": 0 },
            "weights/model.onnx": {
              "birthArtifactID": "QXJ0aWZhY3Q6MQ==",
              "digest": "XUFAKrxLKna5cZ2REBfFkg==",
              "extra": { "chunks": ["{{Sha256}}", "{{Sha256}}"], "sha256": "{{Sha256}}" },
              "size": 33554432
            }
          },
          "storagePolicy": "wandb-storage-policy-v1",
          "storagePolicyConfig": { "storageLayout": "V2" },
          "version": 1
        }
        """;

    private const string LockDocument = $$"""
        {
          "format": 1,
          "artifacts": [
            {
              "requested": "acme/vision/net:latest",
              "name": "acme/vision/net",
              "type": "model",
              "version": "v3",
              "registry": "s3://models/prod?region=eu-central-1",
              "digest": "0123456789abcdef0123456789abcdef",
              "manifest": "{{Sha256}}",
              "aliases": ["latest", "production"],
              "tags": ["fast"],
              "metadata": {
                "accuracy": 0.93,
                "classes": ["cat", "dog"]
              },
              "files": "**/*",
              "entries": [
                { "path": "config.json", "size": 12, "sha256": "{{Sha256}}" },
                { "path": "data/train.csv", "size": 99, "ref": "s3://bucket/train.csv" }
              ]
            }
          ]
        }

        """;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Damaged_manifests_are_borne()
    {
        (string report, int good) = FuzzRun.Of(Encoding.UTF8.GetBytes(ManifestDocument), static damaged =>
        {
            Manifest manifest;
            try
            {
                manifest = Manifest.Parse(damaged);
            }
            catch (ArtifactException e)
            {
                Assert.AreEqual("ART3006", e.Code);
                return false;
            }

            // What is taken for good has a digest and can be written and read again.
            Assert.AreEqual(manifest.Digest, Manifest.Parse(manifest.ToJson()).Digest);
            return true;
        });

        TestContext.WriteLine(report);
        Assert.IsGreaterThan(FuzzRun.Count / 50, good);
    }

    [TestMethod]
    public void Damaged_lockfiles_are_borne()
    {
        using var temporary = new TemporaryDirectory();
        string file = temporary["artifacts.lock.json"];
        int count = 0;
        (string report, int good) = FuzzRun.Of(Encoding.UTF8.GetBytes(LockDocument), damaged =>
        {
            try
            {
                // The decoder is the same for each; now and then the file is there as well.
                string text = count++ % 100 == 0 ? Store(file, damaged) : Encoding.UTF8.GetString(damaged);
                _ = new LockfileCopy(file, text).Content;
                return true;
            }
            catch (ArtifactFileException e)
            {
                Assert.Contains(e.Code, (string[])["ART1010", "ART1011", "ART1012"]);
                return false;
            }
        });

        TestContext.WriteLine(report);
        Assert.IsGreaterThan(FuzzRun.Count / 50, good);
    }

    private static string Store(string file, byte[] damaged)
    {
        File.WriteAllBytes(file, damaged);
        return LockfileCopy.Read(file).Text!;
    }
}
