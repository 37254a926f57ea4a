using System.Text;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Fuzz;

/// <summary>Damaged manifests in the engine: nothing is thrown but what has a code.</summary>
[TestClass]
public sealed class DamagedManifestTests
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
}
