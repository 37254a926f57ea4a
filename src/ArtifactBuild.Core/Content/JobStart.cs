namespace ArtifactBuild.Content;

/// <summary>Whether a job can begin.</summary>
internal enum JobStart
{
    /// <summary>It has begun.</summary>
    Begun,

    /// <summary>There is nothing to do.</summary>
    Done,

    /// <summary>Another process is at it; ask again later.</summary>
    Busy,
}
