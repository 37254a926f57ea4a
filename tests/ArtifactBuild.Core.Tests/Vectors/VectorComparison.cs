using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Compares what we did with what a vector says.</summary>
internal static class VectorComparison
{
    public static void AssertResult(JsonNode expected, Played played, string staging)
    {
        IReadOnlyList<ManifestEntry> actual = played.Entries;
        if (expected["entry"] is JsonNode entry)
        {
            Assert.HasCount(1, actual);
            AssertEntry(entry, actual[0], staging);
            if (expected["ref_url"]?.GetValue<string>() is string url)
                Assert.AreEqual(url, actual[0].RefUrl());
        }
        else if (expected.AsObject().ContainsKey("value"))
        {
            // Both come from text, so that 3600.0 and 3600 are one number.
            JsonNode? value = JsonNode.Parse(played.Value?.ToJsonString() ?? "null");
            Assert.IsTrue(JsonNode.DeepEquals(expected["value"], value), $"expected {expected["value"]?.ToJsonString()}\nactual {value?.ToJsonString()}");
        }
        else if (expected["entries"] is JsonArray entries)
        {
            // The order of one call's entries is that of a disk or of a service; only the set is told.
            Assert.HasCount(entries.Count, actual);
            JsonNode?[] sorted = [.. entries.OrderBy(node => node!["path"]!.GetValue<string>(), StringComparer.Ordinal)];
            ManifestEntry[] ours = [.. actual.OrderBy(item => item.Path, StringComparer.Ordinal)];
            for (int i = 0; i < ours.Length; i++)
                AssertEntry(sorted[i]!, ours[i], staging);
        }
        else
        {
            Assert.IsTrue(expected["ok"]?.GetValue<bool>(), $"The result {expected.ToJsonString()} is not built yet.");
        }
    }

    public static void AssertEnd(JsonObject expected, Artifact artifact, IReadOnlyList<Artifact> all)
    {
        var manifest = JsonNode.Parse(artifact.Manifest.ToJson())!.AsObject();
        RemoveOurDigests(manifest, [.. all.SelectMany(other => other.Manifest.Entries)]);
        Assert.IsTrue(
            JsonNode.DeepEquals(expected["manifest"], manifest),
            $"expected {expected["manifest"]!.ToJsonString()}\nactual {manifest.ToJsonString()}");
        Assert.AreEqual(expected["digest"]!.GetValue<string>(), artifact.Digest);
        Assert.AreEqual(expected["size"]!.GetValue<long>(), artifact.Size);
        Assert.AreEqual(expected["entry_count"]!.GetValue<int>(), artifact.Manifest.Count);
        foreach ((string path, JsonNode? file) in expected["generated_files"]?.AsObject() ?? [])
        {
            Assert.IsTrue(artifact.Manifest.TryGet(path, out ManifestEntry? entry), path);
            CollectionAssert.AreEqual(VectorFiles.BytesOf(file!), File.ReadAllBytes(entry.LocalPath!), path);
        }
    }

    /// <summary>What we write is read back to the same digest, by us and by a reader that knows only the description.</summary>
    public static void AssertReadsBack(Artifact artifact)
    {
        byte[] json = artifact.Manifest.ToJson();
        Manifest read = Manifest.Parse(json);
        Assert.AreEqual(artifact.Digest, read.Digest);
        CollectionAssert.AreEqual(json, read.ToJson());
        IndependentManifest.AssertReads(artifact.Manifest);
    }

    private static void AssertEntry(JsonNode expected, ManifestEntry actual, string staging)
    {
        Assert.AreEqual(expected["path"]!.GetValue<string>(), actual.Path);
        Assert.AreEqual(expected["digest"]!.GetValue<string>(), actual.Digest);
        Assert.AreEqual(expected["size"]?.GetValue<long>(), actual.Size);
        Assert.AreEqual(expected["ref"]?.GetValue<string>(), actual.Ref);
        Assert.AreEqual(expected["skip_cache"]?.GetValue<bool>() ?? false, actual.SkipCache);
        JsonObject extra = Extra(actual);
        if (actual.Ref?.StartsWith("wandb-artifact:", StringComparison.Ordinal) == true)
            extra.Remove("targetSize");
        Assert.IsTrue(JsonNode.DeepEquals(expected["extra"] ?? new JsonObject(), extra), actual.Path);
        Assert.AreEqual(expected["local_path_kind"]?.GetValue<string>(), KindOf(actual.LocalPath, staging));
    }

    private static string? KindOf(string? localPath, string staging) => localPath is null
        ? null
        : localPath.StartsWith(staging + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "staged_copy" : "original";

    private static JsonObject Extra(ManifestEntry entry) =>
        new(entry.Extra.Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value.GetRawText()))));

    // The SHA-256 is ours; W&B's manifest has none. It must be that of the very bytes, which a reference to another artifact's
    // file has there.
    private static void RemoveOurDigests(JsonObject manifest, ManifestEntry[] all)
    {
        foreach ((string path, JsonNode? entry) in manifest["contents"]!.AsObject())
        {
            bool isOurs = entry!["ref"]?.GetValue<string>().StartsWith("wandb-artifact:", StringComparison.Ordinal) ?? true;
            if (!isOurs)
                continue;
            string digest = entry["digest"]!.GetValue<string>();
            ManifestEntry file = all.First(other => other.Digest == digest && other.LocalPath is not null);
            byte[] bytes = File.ReadAllBytes(file.LocalPath!);
            JsonObject extra = entry["extra"]!.AsObject();
            Assert.AreEqual(TestContent.Sha256(bytes), extra["sha256"]!.GetValue<string>(), path);
            Assert.IsFalse(extra.ContainsKey("sha256Chunks"), $"{path} is too small for chunks");
            extra.Remove("sha256");
            if (entry["ref"] is not null)
            {
                Assert.AreEqual(bytes.Length, extra["targetSize"]!.GetValue<long>(), path);
                extra.Remove("targetSize");
            }

            if (extra.Count == 0)
                entry.AsObject().Remove("extra");
        }
    }
}
