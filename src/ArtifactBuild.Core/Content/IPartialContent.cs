using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Content;

/// <summary>A content that comes in chunks.</summary>
internal interface IPartialContent : IDisposable
{
    SafeFileHandle Handle { get; }

    /// <summary>Whether chunks may be there already, from a process that did not come to its end.</summary>
    bool IsResumed { get; }

    /// <summary>Gives it its name.</summary>
    void Commit();

    /// <summary>Removes it: none of it is of use.</summary>
    void Delete();
}
