using System.Runtime.InteropServices;

namespace ArtifactBuild.Storage;

/// <summary>Gives a file a name that nobody else has given in the same moment.</summary>
/// <remarks>
/// <see cref="File.Move(string, string)"/> does not on Unix: it looks whether the name is free and renames then, so that of two
/// writers both succeed and one's file is lost. link(2) decides in one step.
/// </remarks>
internal static partial class ExclusiveName
{
    // The same number on Linux, macOS and the BSDs.
    private const int Exists = 17;

    /// <summary>Tries to move a file to a name that must be free.</summary>
    /// <returns>
    /// Whether the file has the name now; <see langword="null"/> when the file system can't tell in one step, and nothing happened.
    /// </returns>
    public static bool? TryMove(string source, string destination)
    {
        if (OperatingSystem.IsWindows())
            return TryMoveOnWindows(source, destination);
        if (Link(source, destination) != 0)
            return Marshal.GetLastPInvokeError() == Exists ? false : null;
        File.Delete(source);
        return true;
    }

    private static bool TryMoveOnWindows(string source, string destination)
    {
        try
        {
            File.Move(source, destination, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(destination))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string source, string destination);
}
