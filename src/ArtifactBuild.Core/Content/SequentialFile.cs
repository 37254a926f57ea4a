namespace ArtifactBuild.Content;

/// <summary>Opens files for one pass from start to end, without a second buffer under the caller's own.</summary>
internal static class SequentialFile
{
    public static FileStream OpenRead(string path) => new(path, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Mode = FileMode.Open,
        // A source may be replaced or deleted while it is read; what counts is the bytes that were hashed.
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });

    public static FileStream CreateNew(string path) => new(path, new FileStreamOptions
    {
        Access = FileAccess.ReadWrite,
        Mode = FileMode.CreateNew,
        Share = FileShare.None,
        BufferSize = 0,
    });
}
