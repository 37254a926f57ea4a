using System.Diagnostics;

namespace ArtifactBuild.Faults.Wire;

/// <summary>Keeps one direction of one message at a speed.</summary>
internal sealed class Throttle(long bytesPerSecond)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _bytes;

    /// <summary>The most bytes to send at once, so that the stream is slow and not lumpy.</summary>
    public int Piece { get; } = (int)Math.Clamp(bytesPerSecond / 50, 1, 256 << 10);

    public async ValueTask PaceAsync(int bytes, CancellationToken cancellationToken)
    {
        _bytes += bytes;
        var ahead = TimeSpan.FromSeconds((double)_bytes / bytesPerSecond) - Stopwatch.GetElapsedTime(_start);
        if (ahead > TimeSpan.FromMilliseconds(1)) await Task.Delay(ahead, cancellationToken);
    }
}
