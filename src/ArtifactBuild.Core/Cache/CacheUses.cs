using System.Text;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Cache;

/// <summary>
/// Who uses which objects: a file for each build folder with the digests of its last restore. Its time is that of the last
/// build, because a build that finds everything in place reads no object, and many disks keep no times of reading.
/// </summary>
internal sealed class CacheUses(string cacheDirectory)
{
    /// <summary>How often a note is touched, in units of 100 ns. A constant, so that whoever compares with it need not load this assembly.</summary>
    public const long GrainTicks = TimeSpan.TicksPerDay;

    private string Folder => Path.Combine(cacheDirectory, "uses");

    /// <summary>Notes what a build folder uses from now on.</summary>
    public void Write(ArtifactCache cache, string user, IEnumerable<Sha256Digest> digests)
    {
        var text = new StringBuilder();
        foreach (Sha256Digest digest in digests)
            text.Append(digest.Hex).Append('\n');
        Try(() =>
        {
            cache.CreateFolder(Folder);
            WholeFile.Write(PathOf(user), text.ToString());
        });
    }

    /// <summary>Notes that a build folder still uses what it used: at most once a day, so that it costs a look at one file.</summary>
    public void Touch(string user, DateTime now) => TouchFile(PathOf(user), now);

    /// <summary>The same for the file of a build folder.</summary>
    public static void TouchFile(string path, DateTime now)
    {
        // Of a file that is not there the time is centuries ago.
        DateTime last = File.GetLastWriteTimeUtc(path);
        if (last.Year > 1700 && (now - last).Ticks > GrainTicks)
            Try(() => File.SetLastWriteTimeUtc(path, now));
    }

    /// <summary>The file of a build folder.</summary>
    public string PathOf(string user) => Path.Combine(Folder, Sha256Digest.Of(Encoding.UTF8.GetBytes(user)).Hex[..32]);

    /// <summary>When each object was used last, as far as build folders tell.</summary>
    public Dictionary<Sha256Digest, DateTime> Read()
    {
        var last = new Dictionary<Sha256Digest, DateTime>();
        foreach (string path in Files())
        {
            DateTime time = File.GetLastWriteTimeUtc(path);
            // One that went meanwhile, or that nobody may read, tells nothing.
            Try(() =>
            {
                foreach (string line in File.ReadLines(path))
                {
                    if (Sha256Digest.TryParse(line, out Sha256Digest digest) && (!last.TryGetValue(digest, out DateTime known) || known < time))
                        last[digest] = time;
                }
            });
        }

        return last;
    }

    /// <summary>Forgets build folders that nobody built in for long.</summary>
    public void Forget(DateTime before)
    {
        foreach (string path in Files().Where(path => File.GetLastWriteTimeUtc(path) < before))
            Try(() => File.Delete(path));
    }

    private IEnumerable<string> Files() => Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder) : [];

    // Whoever may only read the cache does without a note.
    private static void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
        }
    }
}
