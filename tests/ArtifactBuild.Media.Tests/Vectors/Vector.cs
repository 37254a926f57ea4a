using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>One golden vector: what W&amp;B's own code did, in the format of <c>tests/vectors/README.md</c>.</summary>
internal sealed record Vector(string Name, JsonObject Json)
{
    public JsonArray Operations => Json["input"]!["ops"]!.AsArray();

    public JsonArray Results => Json["op_results"]!.AsArray();

    public JsonObject Expected => Json["expected"]?.AsObject() ?? [];

    public bool DependsOnEncoder => Json["encoder_dependent"]?.GetValue<bool>() ?? false;

    /// <summary>The vectors of a folder, for example <c>tables/table_empty</c>.</summary>
    public static IEnumerable<string> Names(string root, string folder, string pattern = "*.json") => Directory
        .EnumerateFiles(VectorFolder.Of(root, folder), pattern)
        .Select(path => $"{folder}/{Path.GetFileNameWithoutExtension(path)}")
        .Order(StringComparer.Ordinal);

    public static IEnumerable<TestDataRow<string>> Rows(string folder, string pattern) =>
        Names(VectorFolder.Root, folder, pattern).Select(name => new TestDataRow<string>(name) { DisplayName = name });

    public static Vector Read(string name, string? root = null)
    {
        string folder = VectorFolder.Of(root ?? VectorFolder.Root, Path.GetDirectoryName(name)!);
        return new(name, JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, Path.GetFileName(name) + ".json")))!.AsObject());
    }

    /// <summary>The cases of an <c>aux</c> vector.</summary>
    public static IEnumerable<TestDataRow<string>> Cases(string name) => Read(name).Json["cases"]!.AsArray()
        .Select(item => new TestDataRow<string>(item!.ToJsonString()) { DisplayName = $"{name} {item["value"]?.ToJsonString() ?? item["values"]?.ToJsonString()} {item["dtype_python"] ?? item["optional"]}" });

    public static byte[] BytesOf(JsonNode file) => file["utf8"]?.GetValue<string>() is string text
        ? Encoding.UTF8.GetBytes(text)
        : Convert.FromBase64String(file["base64"]!.GetValue<string>());

    /// <summary>W&amp;B's digest of an entry.</summary>
    public static string DigestOf(byte[] content)
    {
#pragma warning disable CA5351 // The formula is W&B's.
        return Convert.ToBase64String(MD5.HashData(content));
#pragma warning restore CA5351
    }

    /// <summary>W&amp;B's digest of an artifact, for paths in ASCII.</summary>
    public static string DigestOf(IEnumerable<(string Path, string Digest)> entries)
    {
        string lines = string.Concat(entries.OrderBy(entry => entry.Path, StringComparer.Ordinal).Select(entry => $"{entry.Path}:{entry.Digest}\n"));
        return Convert.ToHexStringLower(Convert.FromBase64String(DigestOf(Encoding.UTF8.GetBytes("wandb-artifact-manifest-v1\n" + lines))));
    }
}
