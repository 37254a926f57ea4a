using System.Diagnostics;

namespace ArtifactBuild.Testing;

/// <summary>A disk of a few megabytes, which a test can fill. Only root may make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    private SmallDisk(int megabytes)
    {
        Root = _temporary.MakeFolder("disk");
        Mounted = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Root);
    }

    public string Root { get; }

    private bool Mounted { get; }

    public static SmallDisk Make(int megabytes)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("A small disk is made with Linux' tmpfs.");
        var disk = new SmallDisk(megabytes);
        if (disk.Mounted)
            return disk;
        disk.Dispose();
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail("A small disk could not be mounted; CI must run this test as root.");
        Assert.Inconclusive("A small disk could not be mounted; run as root to test a full disk.");
        return disk;
    }

    public void MakeReadOnly() => Assert.IsTrue(Run("mount", "-o", "remount,ro", Root));

    public void MakeWritable() => Assert.IsTrue(Run("mount", "-o", "remount,rw", Root));

    public void Dispose()
    {
        if (Mounted)
            Run("umount", Root);
        _temporary.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
