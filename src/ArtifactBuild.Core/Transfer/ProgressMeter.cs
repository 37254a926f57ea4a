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

    /// <summary>Counts one file that is sent: a store may read a part again when a try failed, and no byte counts twice.</summary>
    public SentFile Send(long size) => new(this, size);

    private void Tell(bool isEnd)
    {
        if (progress is null || (!isEnd && _clock.Elapsed - _told < Interval))
            return;
        _told = _clock.Elapsed;
        progress.Report(new TransferProgress(_files, _totalFiles, _bytes, _totalBytes, _told));
    }

    /// <summary>One file that is sent.</summary>
    internal sealed class SentFile(ProgressMeter meter, long size)
    {
        private readonly Lock _lock = new();
        private long _counted;

        /// <summary>A piece went by.</summary>
        public void Add(int bytes)
        {
            lock (_lock)
            {
                long counted = Math.Min(bytes, size - _counted);
                _counted += counted;
                meter.Add(0, counted);
            }
        }

        /// <summary>The file is there.</summary>
        public void Finish()
        {
            lock (_lock)
                meter.Add(1, size - _counted);
        }

        /// <summary>The store had the file already: only the bytes that were sent in vain are counted.</summary>
        public void GiveUp()
        {
            lock (_lock)
            {
                meter.Skip(_counted == 0 ? 1 : 0, size - _counted);
                if (_counted > 0)
                    meter.Add(1, 0);
            }
        }
    }
}
