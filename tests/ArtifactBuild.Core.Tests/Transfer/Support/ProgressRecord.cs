using ArtifactBuild.Transfer;

namespace ArtifactBuild.Core.Tests.Transfer.Support;

/// <summary>Everything that a transfer said about itself.</summary>
internal sealed class ProgressRecord(Action<TransferProgress>? then = null) : IProgress<TransferProgress>
{
    private readonly List<TransferProgress> _values = [];

    public IReadOnlyList<TransferProgress> Values
    {
        get
        {
            lock (_values)
                return [.. _values];
        }
    }

    public TransferProgress Last => Values[^1];

    public void Report(TransferProgress value)
    {
        lock (_values)
            _values.Add(value);
        then?.Invoke(value);
    }

    /// <summary>Counts grow, are never more than their totals, and the end is said.</summary>
    public void AssertSound(int files, long bytes)
    {
        TransferProgress before = new(0, 0, 0, 0, TimeSpan.Zero);
        foreach (TransferProgress value in Values)
        {
            Assert.IsGreaterThanOrEqualTo(before.Files, value.Files);
            Assert.IsGreaterThanOrEqualTo(before.Bytes, value.Bytes);
            Assert.IsGreaterThanOrEqualTo(before.Elapsed, value.Elapsed);
            Assert.IsLessThanOrEqualTo(value.TotalFiles, value.Files);
            Assert.IsLessThanOrEqualTo(value.TotalBytes, value.Bytes);
            before = value;
        }

        Assert.AreEqual((files, files, bytes, bytes), (before.Files, before.TotalFiles, before.Bytes, before.TotalBytes));
    }
}
