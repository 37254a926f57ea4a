using System.Globalization;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>The logs that are under way in all processes of a test, each with the time at which it began: a file for each.</summary>
internal sealed class LogsInFlight(string folder)
{
    /// <summary>Says that a log begins.</summary>
    /// <returns>What says that it has ended.</returns>
    public IDisposable Begin()
    {
        Directory.CreateDirectory(folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow.UtcTicks}-{Guid.NewGuid():N}");
        return new Mark(Path.Combine(folder, name));
    }

    /// <summary>How long the longest of them has lasted at a time; nothing at all when there is none.</summary>
    public TimeSpan Longest(DateTimeOffset now)
    {
        long oldest = Directory.CreateDirectory(folder).EnumerateFiles()
            .Select(file => long.Parse(file.Name.Split('-')[0], CultureInfo.InvariantCulture))
            .Append(now.UtcTicks)
            .Min();
        return TimeSpan.FromTicks(now.UtcTicks - oldest);
    }

    // An empty file is there at once with its whole name, so nobody reads half a time.
    private sealed class Mark : IDisposable
    {
        private readonly string _path;

        public Mark(string path)
        {
            _path = path;
            File.Create(path).Dispose();
        }

        public void Dispose() => File.Delete(_path);
    }
}
