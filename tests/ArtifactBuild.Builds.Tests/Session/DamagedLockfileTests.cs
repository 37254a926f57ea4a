using System.Text;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Builds.Tests.Session;

/// <summary>Damaged lockfiles in a build: nothing is thrown but what has a code.</summary>
[TestClass]
public sealed class DamagedLockfileTests
{
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

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
