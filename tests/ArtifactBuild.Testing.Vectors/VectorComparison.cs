using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>Compares what we did with what a vector says.</summary>
/// <param name="staging">The folder that the copies of files lie in.</param>
/// <param name="vector">The vector.</param>
internal sealed class VectorComparison(Vector vector, string staging)
{
    // Lists that came from sets have no order, so nothing that is made of their text can be equal.
    private readonly string[] _sets = [.. (vector.Json["order_insensitive"] as JsonArray ?? []).GetValues<string>()];

    private bool HasDigests => !vector.DependsOnEncoder && _sets.Length == 0;

    public void AssertResult(JsonNode expected, Played played)
    {
        IReadOnlyList<ManifestEntry> actual = played.Entries;
        if (expected["entry"] is JsonNode entry)
        {
            Assert.HasCount(1, actual);
            AssertEntry(entry, actual[0]);
            if (expected["ref_url"]?.GetValue<string>() is string url)
                Assert.AreEqual(url, played.Taken?.RefUrl());
        }
        else if (expected.AsObject().ContainsKey("value"))
        {
            AssertSame("the value", expected["value"], played.Value);
        }
        else if (expected["entries"] is JsonArray entries)
        {
            // The order of one call's entries is that of a disk or of a service; only the set is told.
            Assert.HasCount(entries.Count, actual);
            JsonNode?[] sorted = [.. entries.OrderBy(node => node!["path"]!.GetValue<string>(), StringComparer.Ordinal)];
            ManifestEntry[] ours = [.. actual.OrderBy(item => item.Path, StringComparer.Ordinal)];
            for (int i = 0; i < ours.Length; i++)
                AssertEntry(sorted[i]!, ours[i]);
        }
        else
        {
            Assert.IsTrue(expected["ok"]?.GetValue<bool>(), $"The result {expected.ToJsonString()} is not known.");
        }
    }

    public void AssertEnd(JsonObject expected, Artifact artifact, IReadOnlyList<Artifact> all)
    {
        if (HasDigests)
        {
            var manifest = JsonNode.Parse(artifact.Manifest.ToJson())!.AsObject();
            RemoveOurDigests(manifest, [.. all.SelectMany(other => other.Manifest.Entries)]);
            AssertSame("the manifest", expected["manifest"], manifest);
            Assert.AreEqual(expected["digest"]!.GetValue<string>(), artifact.Digest);
            Assert.AreEqual(expected["size"]!.GetValue<long>(), artifact.Size);
        }

        Assert.AreEqual(expected["entry_count"]!.GetValue<int>(), artifact.Manifest.Count);
        foreach ((string path, JsonNode? file) in expected["generated_files"] as JsonObject ?? [])
            AssertGenerated(path, VectorFiles.BytesOf(file!), expected, artifact);
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

    private void AssertEntry(JsonNode expected, ManifestEntry actual)
    {
        Assert.AreEqual(expected["path"]!.GetValue<string>(), actual.Path);
        if (HasDigests)
            Assert.AreEqual(expected["digest"]!.GetValue<string>(), actual.Digest, $"the digest of {actual.Path}");
        Assert.AreEqual(expected["size"]?.GetValue<long>(), actual.Size, $"the size of {actual.Path}");
        Assert.AreEqual(expected["ref"]?.GetValue<string>(), actual.Ref);
        Assert.AreEqual(expected["birthArtifactID"]?.GetValue<string>(), actual.BirthArtifactId);
        Assert.AreEqual(expected["skip_cache"]?.GetValue<bool>() ?? false, actual.SkipCache, $"skip_cache of {actual.Path}");
        var extra = new JsonObject(actual.Extra.Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value.GetRawText()))));
        if (actual.Ref?.StartsWith("wandb-artifact:", StringComparison.Ordinal) == true)
            extra.Remove("targetSize");
        AssertSame($"what {actual.Path} has as extra", expected["extra"] ?? new JsonObject(), extra);
        Assert.AreEqual(expected["local_path_kind"]?.GetValue<string>(), KindOf(actual.LocalPath), $"local_path_kind of {actual.Path}");
    }

    private string? KindOf(string? localPath) => localPath is null
        ? null
        : localPath.StartsWith(staging + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "staged_copy" : "original";

    private void AssertGenerated(string path, byte[] content, JsonObject expected, Artifact artifact)
    {
        if (HasDigests)
        {
            CollectionAssert.AreEqual(content, BytesOf(artifact, path), path);
            return;
        }

        // The file of the arrays is named by its digest, which is the encoder's; all else must be equal.
        if (path.EndsWith(".npz", StringComparison.Ordinal))
        {
            AssertSameArrays(content, BytesOf(artifact, OurArrays(artifact)));
            return;
        }

        if (!path.EndsWith(".json", StringComparison.Ordinal))
            throw new AssertFailedException($"“{path}” depends on its encoder, and nothing compares such files yet.");
        string text = Encoding.UTF8.GetString(content);
        string? arrays = expected["generated_files"]!.AsObject().Select(file => file.Key).SingleOrDefault(name => name.EndsWith(".npz", StringComparison.Ordinal));
        if (arrays is not null)
            text = text.Replace(arrays, OurArrays(artifact), StringComparison.Ordinal);
        string ours = Encoding.UTF8.GetString(BytesOf(artifact, path));
        if (_sets.Length == 0)
            Assert.AreEqual(text, ours);
        else
            AssertSame(path, JsonNode.Parse(text), JsonNode.Parse(ours));
    }

    private static string OurArrays(Artifact artifact) =>
        artifact.Manifest.Entries.Single(entry => entry.Path.EndsWith(".npz", StringComparison.Ordinal)).Path;

    private static byte[] BytesOf(Artifact artifact, string path)
    {
        Assert.IsTrue(artifact.Manifest.TryGet(path, out ManifestEntry? entry), $"there is no entry {path}");
        return File.ReadAllBytes(entry.LocalPath!);
    }

    private static void AssertSameArrays(byte[] expected, byte[] actual)
    {
        using var theirs = new ZipArchive(new MemoryStream(expected));
        using var ours = new ZipArchive(new MemoryStream(actual));
        CollectionAssert.AreEqual(theirs.Entries.Select(entry => entry.FullName).ToArray(), ours.Entries.Select(entry => entry.FullName).ToArray());
        foreach (ZipArchiveEntry entry in theirs.Entries)
            CollectionAssert.AreEqual(Read(entry), Read(ours.GetEntry(entry.FullName)!), entry.FullName);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    // Both come from text, so that 3600.0 and 3600 are one number.
    private void AssertSame(string what, JsonNode? expected, JsonNode? actual)
    {
        JsonNode? told = Sorted(JsonNode.Parse(expected?.ToJsonString() ?? "null"), "");
        JsonNode? ours = Sorted(JsonNode.Parse(actual?.ToJsonString() ?? "null"), "");
        Assert.IsTrue(JsonNode.DeepEquals(told, ours), $"{what}: expected {told?.ToJsonString() ?? "null"}\nactual {ours?.ToJsonString() ?? "null"}");
    }

    private JsonNode? Sorted(JsonNode? node, string name) => node switch
    {
        JsonObject item => new JsonObject(item.Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value, pair.Key)))),
        JsonArray list when _sets.Contains(name) => new JsonArray([.. list.Select(item => Sorted(item, "")).OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]),
        JsonArray list => new JsonArray([.. list.Select(item => Sorted(item, ""))]),
        _ => node?.DeepClone(),
    };

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
