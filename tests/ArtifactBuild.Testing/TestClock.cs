namespace ArtifactBuild.Testing;

/// <summary>A clock that stands still until a test moves it, and that tells who waits for it.</summary>
/// <param name="skips">Waits up to this long are over at once: the clock moves on by them.</param>
internal sealed class TestClock(TimeSpan skips = default) : TimeProvider
{
    /// <summary>Only against a hang: how long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly List<TestTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Armed)> _watchers = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            throw new NotSupportedException("Nobody waits for a time that comes again and again.");
        var timer = new TestTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on. Whoever waited until then goes on before this returns.</summary>
    public void Advance(TimeSpan time)
    {
        TestTimer[] due;
        lock (_lock)
        {
            _now += time;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(timer => timer.Due <= _now);
        }

        foreach (TestTimer timer in due)
            timer.Fire();
    }

    /// <summary>Waits until somebody waits for exactly so long.</summary>
    public Task IsWaitedForAsync(TimeSpan time)
    {
        var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_timers.Exists(timer => timer.Wait == time))
                armed.SetResult();
            else
                _watchers.Add((time, armed));
        }

        return armed.Task.WaitAsync(Patience);
    }

    private void Arm(TestTimer timer, TimeSpan wait)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (wait == Timeout.InfiniteTimeSpan)
                return;
            (timer.Wait, timer.Due) = (wait, _now + wait);
            if (wait <= skips)
            {
                _now += wait;
                // Not before whoever makes the timer has it.
                ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), timer, preferLocal: false);
                return;
            }

            _timers.Add(timer);
            foreach ((_, TaskCompletionSource armed) in _watchers.FindAll(watcher => watcher.Due == wait))
                armed.TrySetResult();
            _watchers.RemoveAll(watcher => watcher.Due == wait);
        }
    }

    private void Disarm(TestTimer timer)
    {
        lock (_lock)
            _timers.Remove(timer);
    }

    private sealed class TestTimer(TestClock clock, Action fire) : ITimer
    {
        public TimeSpan Wait { get; set; }

        public DateTimeOffset Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Arm(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Disarm(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
