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

    public void Expect(int files, long bytes)
    {
        lock (_lock)
        {
            _totalFiles += files;
            _totalBytes += bytes;
        }
    }

    /// <summary>Says that some of what was expected need not be transferred.</summary>
    public void Skip(int files, long bytes)
    {
        lock (_lock)
        {
            _totalFiles -= files;
            _totalBytes -= bytes;
            // It may have been all that was left.
            if (_files > 0)
                Tell(isEnd: _files == _totalFiles);
        }
    }

    /// <summary>Says what is through. Nothing is ever taken back, so nothing may be counted twice.</summary>
    public void Add(int files, long bytes)
    {
        lock (_lock)
        {
            _files += files;
            _bytes += bytes;
            Tell(isEnd: files > 0 && _files == _totalFiles);
        }
    }

    private void Tell(bool isEnd)
    {
        if (progress is null || (!isEnd && _clock.Elapsed - _told < Interval))
            return;
        _told = _clock.Elapsed;
        progress.Report(new TransferProgress(_files, _totalFiles, _bytes, _totalBytes, _told));
    }
}
