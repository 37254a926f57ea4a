namespace ArtifactBuild.Transfer;

/// <summary>Counts the bytes of one file that is sent: a store may read a part again when a try failed, and no byte counts twice.</summary>
internal sealed class SentBytes(long size, ProgressMeter meter)
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
