using System.Text.Json;

namespace ArtifactBuild.Testing;

/// <summary>Looks at a registry and a cache on the disk with nothing but .NET's own functions.</summary>
internal static class Audit
{
    /// <summary>Every version of every head resolves to right bytes, and no object of the registry is torn.</summary>
    /// <returns>The number of versions.</returns>
    public static int Registry(string folder)
    {
        Objects(Path.Combine(folder, "blobs", "sha256"), "");
        Objects(Path.Combine(folder, "manifests", "sha256"), ".json");
        int versions = 0;
        foreach (string head in Files(Path.Combine(folder, "collections"), "head.json"))
        {
            using JsonDocument document = Read(head);
            int expected = 0;
            foreach (JsonElement version in document.RootElement.GetProperty("versions").EnumerateArray())
            {
                Assert.AreEqual(expected++, version.GetProperty("number").GetInt32(), head);
                Version(folder, version);
            }

            Assert.AreEqual(expected, document.RootElement.GetProperty("next").GetInt32(), head);
            versions += expected;
        }

        return versions;
    }

    /// <summary>Every object of a cache hashes to its name.</summary>
    /// <returns>The number of objects.</returns>
    public static int Cache(string folder) => Objects(Path.Combine(folder, "objects", "sha256"), "");

    /// <summary>No folder for half-made files is left anywhere below a folder.</summary>
    public static void NoScratch(params string[] folders)
    {
        string[] left = [.. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            .Where(path => Path.GetFileName(path) is ".tmp" or "tmp" or ".artifactbuild-tmp")];
        Assert.IsEmpty(left, string.Join(", ", left));
    }

    private static void Version(string folder, JsonElement version)
    {
        string record = Path.Combine(folder, "versions", version.GetProperty("id").GetString() + ".json");
        Read(record).Dispose();
        string sha = version.GetProperty("manifest").GetString()!;
        using JsonDocument manifest = Read(Path.Combine(folder, "manifests", "sha256", sha[..2], sha[2..] + ".json"));
        long size = 0;
        int count = 0;
        foreach (JsonProperty entry in manifest.RootElement.GetProperty("contents").EnumerateObject())
        {
            count++;
            size += entry.Value.GetProperty("size").GetInt64();
            if (entry.Value.TryGetProperty("ref", out _))
                continue;
            string blob = entry.Value.GetProperty("extra").GetProperty("sha256").GetString()!;
            var file = new FileInfo(Path.Combine(folder, "blobs", "sha256", blob[..2], blob[2..]));
            Assert.IsTrue(file.Exists, $"{record} has a version without the blob of {entry.Name}");
            Assert.AreEqual(entry.Value.GetProperty("size").GetInt64(), file.Length, entry.Name);
        }

        Assert.AreEqual(version.GetProperty("size").GetInt64(), size, record);
        Assert.AreEqual(version.GetProperty("count").GetInt32(), count, record);
    }

    private static int Objects(string folder, string extension)
    {
        int count = 0;
        foreach (string path in Files(folder, "*"))
        {
            string name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar.ToString(), "", StringComparison.Ordinal);
            Assert.AreEqual(name, TestContent.Sha256(File.ReadAllBytes(path)) + extension, path);
            count++;
        }

        return count;
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories) : [];

    private static JsonDocument Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path));
}
