using ArtifactBuild.Transfer;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>A line every five seconds about a long transfer, and none about a short one.</summary>
[TestClass]
public class ProgressLinesTests
{
    private readonly List<string> _lines = [];
    private readonly TestClock _clock = new();
    private readonly ProgressLines _progress;

    public ProgressLinesTests() => _progress = new ProgressLines("Downloading", _lines.Add, _clock);

    [TestMethod]
    public void Of_a_short_transfer_nothing_is_said()
    {
        Run(seconds: 4.9);
        Assert.IsEmpty(_lines);
    }

    [TestMethod]
    public void Of_a_long_one_there_is_a_line_every_five_seconds()
    {
        Run(seconds: 21);
        Assert.HasCount(4, _lines);
        Assert.AreEqual("Downloading: 1 of 3 files, 5.0 MiB of 100.0 MiB, 1.0 MiB/s", _lines[0]);
        Assert.AreEqual("Downloading: 1 of 3 files, 20.0 MiB of 100.0 MiB, 1.0 MiB/s", _lines[3]);
    }

    [TestMethod]
    public void The_end_needs_no_line()
    {
        _progress.Report(new TransferProgress(3, 3, 10, 10, TimeSpan.FromMinutes(2)));
        Assert.IsEmpty(_lines);
    }

    [TestMethod]
    public void After_a_pause_the_lines_do_not_catch_up()
    {
        Run(seconds: 6);
        Advance(30);
        At(36);
        Advance(0.2);
        At(36.2);
        Advance(4.9);
        At(41.1);
        Assert.HasCount(3, _lines);
    }

    [TestMethod]
    public void The_next_transfer_starts_anew()
    {
        Run(seconds: 61);
        int first = _lines.Count;
        Run(seconds: 4);
        Assert.HasCount(first, _lines);
        Run(seconds: 11);
        Assert.HasCount(first + 2, _lines);
    }

    [TestMethod]
    public void Two_transfers_at_once_have_one_line_every_five_seconds_between_them()
    {
        Run(seconds: 60);
        _lines.Clear();
        for (int i = 1; i <= 100; i++)
        {
            Advance(0.2);
            At(60 + (0.2 * i));
            At(0.2 * i);
        }

        Assert.IsInRange(3, 4, _lines.Count);
    }

    [TestMethod]
    public void A_line_reads_the_same_in_every_culture()
    {
        Advance(8);
        _progress.Report(new TransferProgress(0, 1, 3_221_225_472, 3_650_722_202, TimeSpan.FromSeconds(8)));
        Assert.AreEqual("Downloading: 0 of 1 files, 3.00 GiB of 3.40 GiB, 384.0 MiB/s", _lines.Single());
    }

    private void Run(double seconds)
    {
        for (double at = 0.2; at < seconds; at += 0.2)
        {
            Advance(0.2);
            At(at);
        }
    }

    private void Advance(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private void At(double seconds) => _progress.Report(
        new TransferProgress(1, 3, (long)(Math.Round(seconds, 1) * 1024 * 1024), 100 * 1024 * 1024, TimeSpan.FromSeconds(Math.Round(seconds, 1))));

    private sealed class TestClock : TimeProvider
    {
        private long _now = 12345;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
