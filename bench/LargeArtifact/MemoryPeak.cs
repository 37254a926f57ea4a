using System.Diagnostics;

namespace LargeArtifact;

/// <summary>Watches the highest memory of the process since the last restart.</summary>
internal sealed class MemoryPeak : IDisposable
{
    private const double MiB = 1024 * 1024;

    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private long _managed;
    private long _workingSet;

    public MemoryPeak() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));

    public void Restart()
    {
        GC.Collect();
        lock (_lock)
            (_managed, _workingSet) = (0, 0);
    }

    public void Dispose() => _timer.Dispose();

    public override string ToString()
    {
        Look();
        return $"peak managed {_managed / MiB,5:0} MiB, working set {_workingSet / MiB,5:0} MiB";
    }

    private void Look()
    {
        using var process = Process.GetCurrentProcess();
        lock (_lock)
        {
            _managed = Math.Max(_managed, GC.GetTotalMemory(forceFullCollection: false));
            _workingSet = Math.Max(_workingSet, process.WorkingSet64);
        }
    }
}
