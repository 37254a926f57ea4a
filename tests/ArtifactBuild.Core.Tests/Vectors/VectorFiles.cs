using System.Text.Json.Nodes;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Makes the files that a vector starts with.</summary>
internal static class VectorFiles
{
    public static void Make(JsonArray files, string root)
    {
        foreach (JsonNode? file in files)
        {
            string path = Path.Combine(root, file!["path"]!.GetValue<string>());
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (file["dir"] is not null)
                Directory.CreateDirectory(path);
            else if (file["symlink"]?.GetValue<string>() is string target)
                File.CreateSymbolicLink(path, target);
            else
                File.WriteAllBytes(path, BytesOf(file));
        }
    }

    public static byte[] BytesOf(JsonNode file)
    {
        if (file["utf8"]?.GetValue<string>() is string text)
            return System.Text.Encoding.UTF8.GetBytes(text);
        if (file["base64"]?.GetValue<string>() is string base64)
            return Convert.FromBase64String(base64);
        long size = file["size"]!.GetValue<long>();
        return file["rule"]!.GetValue<string>() switch
        {
            "mod251" => TestContent.Mod251(size),
            "zeros" => new byte[size],
            string rule => throw new AssertFailedException($"The rule “{rule}” for a file's bytes is not built yet."),
        };
    }
}
