using System.Text.Json;
using ArtifactBuild.Model;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>
/// A second reader of manifests, written from the description (spec 5.1) on System.Text.Json alone, as somebody else would write
/// one. It knows nothing that is ours.
/// </summary>
internal static class IndependentManifest
{
    // The properties of an entry, of which only the digest is always there.
    private static readonly string[] Properties = ["digest", "birthArtifactID", "ref", "extra", "size"];

    /// <summary>What we write of a manifest says the same to the other reader, and has the same digest.</summary>
    public static void AssertReads(Manifest manifest)
    {
        byte[] json = manifest.ToJson();
        CollectionAssert.AreEqual(
            manifest.Entries.Select(Describe).ToArray(),
            Read(json).Select(entry => $"{entry.Path} {entry.Digest} {entry.Ref} {entry.BirthId} {entry.Size}").ToArray());
        Assert.AreEqual(manifest.Digest, ManifestDigest.Of(Read(json).Select(entry => (entry.Path, entry.Digest))));
    }

    /// <summary>Reads a manifest, and refuses everything that the description does not have.</summary>
    public static IReadOnlyList<Entry> Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        CollectionAssert.AreEquivalent(
            new[] { "version", "storagePolicy", "storagePolicyConfig", "contents" }, root.EnumerateObject().Select(property => property.Name).ToArray());
        Assert.AreEqual("1", root.GetProperty("version").GetRawText());
        Assert.AreEqual("wandb-storage-policy-v1", root.GetProperty("storagePolicy").GetString());
        Assert.AreEqual("V2", root.GetProperty("storagePolicyConfig").GetProperty("storageLayout").GetString());
        return [.. root.GetProperty("contents").EnumerateObject().Select(ReadEntry)];
    }

    private static Entry ReadEntry(JsonProperty property)
    {
        JsonElement entry = property.Value;
        foreach (JsonProperty member in entry.EnumerateObject())
        {
            Assert.Contains(member.Name, Properties, property.Name);
            // What is empty is left out; only the size may be 0.
            Assert.IsFalse(member.Value.GetRawText() is "\"\"" or "{}" or "null", $"{property.Name} has an empty {member.Name}");
        }

        long? size = entry.TryGetProperty("size", out JsonElement bytes) ? bytes.GetInt64() : null;
        Assert.IsFalse(size < 0, property.Name);
        return new Entry(
            property.Name,
            entry.GetProperty("digest").GetString()!,
            Text(entry, "ref"),
            Text(entry, "birthArtifactID"),
            size,
            entry.TryGetProperty("extra", out JsonElement extra) ? extra.GetRawText() : null);
    }

    private static string Describe(ManifestEntry entry) => $"{entry.Path} {entry.Digest} {entry.Ref} {entry.BirthArtifactId} {entry.Size}";

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    /// <summary>What an entry says; <paramref name="Extra"/> is the text of its JSON.</summary>
    internal sealed record Entry(string Path, string Digest, string? Ref, string? BirthId, long? Size, string? Extra);
}
