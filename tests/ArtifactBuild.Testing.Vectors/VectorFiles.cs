using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

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
        long size = file["size"]?.GetValue<long>() ?? throw new AssertFailedException($"The file {file.ToJsonString()} has no content.");
        switch (file["rule"]?.GetValue<string>())
        {
            case "mod251":
                return TestContent.Mod251(size);
            case "zeros":
                return new byte[size];
            case string rule:
                throw new AssertFailedException($"The rule “{rule}” for a file's bytes is not known.");
            case null:
                throw new AssertFailedException($"The file {file.ToJsonString()} has no rule for its bytes.");
        }
    }
}
