using System.Runtime.InteropServices;

namespace ArtifactBuild.Storage;

/// <summary>Makes a new name in a folder survive a power cut.</summary>
/// <remarks>
/// A file's own flush does not cover the entry in its folder (fsync(2)), and .NET opens no folders. Windows has no such call
/// and needs none on NTFS, which journals names.
/// </remarks>
internal static partial class DiskFlush
{
    private const int ReadOnly = 0;

    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            return;
        // A file system that can't flush folders says so here; the object itself is safe already.
        _ = FSync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
