using System.Globalization;

namespace ArtifactBuild.Transfer;

/// <summary>Writes a line about a long transfer every few seconds, and nothing about a short one.</summary>
/// <param name="verb">What the line begins with, for example <c>Downloading</c>.</param>
/// <param name="write">Writes a line; called by one thread at a time.</param>
public sealed class ProgressLines(string verb, Action<string> write) : IProgress<TransferProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private TimeSpan _next = Interval;

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_lock)
        {
            if (value.Elapsed < _next || value.Files == value.TotalFiles)
                return;
            _next = value.Elapsed + Interval;
            write(string.Create(
                CultureInfo.InvariantCulture,
                $"{verb}: {value.Files} of {value.TotalFiles} files, {ByteSize.Text(value.Bytes)} of {ByteSize.Text(value.TotalBytes)}, {ByteSize.Text(value.BytesPerSecond)}/s"));
        }
    }
}
