using System.Diagnostics;

namespace ArtifactBuild.Transfer;

/// <summary>Counts what is through, and tells about it several times a second and at the end.</summary>
internal sealed class ProgressMeter(IProgress<TransferProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private TimeSpan _told;
    private int _files;
    private int _totalFiles;
    private long _bytes;
    private long _totalBytes;

    public int Files => _files;

    public long Bytes => _bytes;

    public void Expect(int files, long bytes)
    {
        lock (_lock)
        {
            _totalFiles += files;
            _totalBytes += bytes;
        }
    }

    /// <summary>Says that some of what was expected need not be transferred.</summary>
    public void Skip(long bytes)
    {
        lock (_lock)
            _totalBytes -= bytes;
    }

    public void Add(int files, long bytes)
    {
        lock (_lock)
        {
            _files += files;
            _bytes += bytes;
            bool isEnd = files > 0 && _files == _totalFiles;
            if (progress is null || (!isEnd && _clock.Elapsed - _told < Interval))
                return;
            _told = _clock.Elapsed;
            // A part that was sent twice must not make more of the whole than it is.
            progress.Report(new TransferProgress(_files, _totalFiles, Math.Min(_bytes, _totalBytes), _totalBytes, _told));
        }
    }
}
