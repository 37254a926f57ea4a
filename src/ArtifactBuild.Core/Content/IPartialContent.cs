using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Content;

/// <summary>A content that comes in chunks.</summary>
internal interface IPartialContent : IDisposable
{
    SafeFileHandle Handle { get; }

    /// <summary>Whether chunks may be there already, because an earlier process died before the file was complete.</summary>
    bool IsResumed { get; }

    /// <summary>Renames the complete file to its final name.</summary>
    void Commit();

    /// <summary>Deletes the file, so that no later fetch resumes it: its bytes are wrong, or the registry lacks the object.</summary>
    void Delete();
}
