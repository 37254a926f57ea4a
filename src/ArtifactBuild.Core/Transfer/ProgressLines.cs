using System.Globalization;
using ArtifactBuild.Content;

namespace ArtifactBuild.Transfer;

/// <summary>Writes a line about a long transfer every few seconds, and nothing about a short one.</summary>
public sealed class ProgressLines : IProgress<TransferProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string _verb;
    private readonly Action<string> _write;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private long? _written;

    /// <summary>Begins with no line.</summary>
    /// <param name="verb">What a line begins with, for example <c>Downloading</c>.</param>
    /// <param name="write">Writes a line; called by one thread at a time.</param>
    public ProgressLines(string verb, Action<string> write)
        : this(verb, write, TimeProvider.System)
    {
    }

    internal ProgressLines(string verb, Action<string> write, TimeProvider clock)
    {
        _verb = verb;
        _write = write;
        _clock = clock;
    }

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Elapsed < Interval || value.Files == value.TotalFiles)
            return;
        lock (_lock)
        {
            // By the clock and not by the transfer: there may be several, one after the other or at once.
            long now = _clock.GetTimestamp();
            if (_written is long written && _clock.GetElapsedTime(written, now) < Interval)
                return;
            _written = now;
            _write(string.Create(
                CultureInfo.InvariantCulture,
                $"{_verb}: {value.Files} of {value.TotalFiles} files, {ByteSize.Text(value.Bytes)} of {ByteSize.Text(value.TotalBytes)}, {ByteSize.Text(value.BytesPerSecond)}/s"));
        }
    }
}
