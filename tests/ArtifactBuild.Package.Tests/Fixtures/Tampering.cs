namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>Damage that sizes and times do not show.</summary>
internal static class Tampering
{
    /// <summary>Other bytes of the same size, with the same time.</summary>
    public static void Replace(string path, string text)
    {
        Assert.AreEqual(new FileInfo(path).Length, text.Length);
        DateTime time = File.GetLastWriteTimeUtc(path);
        // It may be read-only.
        File.Delete(path);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, time);
    }
}
