using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Content;

/// <summary>The file of a content that is on its way. What is not committed goes with it, unless a later fetch can go on with it.</summary>
internal interface IPartialContent : IDisposable
{
    SafeFileHandle Handle { get; }

    /// <summary>Whether chunks may be there already, because an earlier process died before the file was complete.</summary>
    bool IsResumed { get; }

    /// <summary>Gives the complete file, whose bytes are right, its final name.</summary>
    void Commit();

    /// <summary>Deletes the file, so that no later fetch resumes it: its bytes are wrong, or the registry lacks the object.</summary>
    void Delete();
}
