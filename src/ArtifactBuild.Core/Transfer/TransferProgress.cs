namespace ArtifactBuild.Transfer;

/// <summary>How far a transfer is. Counts only grow; what needs no transfer is not counted.</summary>
/// <param name="Files">The number of files that are through.</param>
/// <param name="TotalFiles">The number of files in all.</param>
/// <param name="Bytes">The number of bytes that are through.</param>
/// <param name="TotalBytes">The number of bytes in all.</param>
/// <param name="Elapsed">The time since the transfer began.</param>
public sealed record TransferProgress(int Files, int TotalFiles, long Bytes, long TotalBytes, TimeSpan Elapsed)
{
    /// <summary>The mean rate since the beginning, in bytes per second.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;
}
