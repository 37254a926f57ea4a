using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>
/// Logs, deletes and logs again, with contents from a small pool. Each second has its part of the pool, so contents whose versions
/// are gone come back after times that are shorter and longer than the grace period.
/// </summary>
/// <param name="address">The address of the registry.</param>
/// <param name="folder">A folder for caches and for what the loggers and the collector tell each other.</param>
/// <param name="seed">Tells the loggers of a test apart.</param>
/// <param name="least">How many logs there are at least, however early <see cref="SayEnough"/> is called.</param>
internal sealed class BusyLogger(string address, string folder, int seed, int least)
{
    public static readonly TimeSpan RefreshAge = TimeSpan.FromMilliseconds(200);

    private const int PartsOfPool = 8;
    private const int PartSize = 6;

    private readonly Random _random = new(seed);

    public static string ContentOf(int number) =>
        string.Concat(Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"content {number}\n"), 500));

    public static ArtifactRegistry Open(string address, string cache, TimeProvider? clock = null) =>
        ArtifactRegistry.Open(address, new ArtifactRegistryOptions { CacheDirectory = cache, RefreshAge = RefreshAge, Clock = clock ?? TimeProvider.System });

    public static LogsInFlight InFlight(string folder) => new(Path.Combine(folder, "logs-in-flight"));

    /// <summary>Lets the loggers of a folder come to their ends.</summary>
    public static void SayEnough(string folder) => File.Create(EnoughIn(folder)).Dispose();

    public async Task RunAsync()
    {
        string cache = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"cache-of-logger-{seed}"));
        await using ArtifactRegistry registry = Open(address, cache);
        for (int logs = 0; logs < least || !File.Exists(EnoughIn(folder)); logs++)
        {
            int part = new Random((int)(Environment.TickCount64 / 1000)).Next(PartsOfPool);
            using var draft = new Artifact($"data{_random.Next(2)}", "dataset", cache);
            foreach (int number in Enumerable.Range(part * PartSize, PartSize).Where(_ => _random.Next(2) == 0))
            {
                await using ArtifactFileStream file = draft.NewFile($"{number}.txt");
                await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(ContentOf(number)));
            }

            using (InFlight(folder).Begin())
                await registry.LogAsync(draft);
            await DeleteSomeAsync(registry, draft);
            await Task.Delay(_random.Next(60));
        }
    }

    private static string EnoughIn(string folder) => Path.Combine(folder, "enough");

    private async Task DeleteSomeAsync(ArtifactRegistry registry, Artifact logged)
    {
        try
        {
            await foreach (Artifact version in registry.VersionsAsync($"{logged.Entity}/{logged.Project}/{logged.SourceName.Split(':')[0]}"))
            {
                if (_random.Next(2) == 0)
                    await version.DeleteAsync(deleteAliases: true);
            }
        }
        catch (ArtifactException e) when (e.Code is ArtifactCodes.VersionNotFound or ArtifactCodes.CollectionNotFound or ArtifactCodes.ObjectMissing)
        {
            // Another logger deleted it first.
        }
    }
}
