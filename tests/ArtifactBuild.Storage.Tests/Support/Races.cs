using System.Globalization;
using System.Text;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>What several who race do.</summary>
internal static class Races
{
    /// <summary>Adds one to a stored number, several times, by compare-and-swap.</summary>
    public static async Task CountAsync(IObjectStore store, string key, int times)
    {
        for (int done = 0; done < times;)
        {
            (int number, string etag) = await ReadNumberAsync(store, key);
            if (await PutAsync(store, key, NumberText(number + 1), PutCondition.IfMatch(etag)) is not null)
                done++;
        }
    }

    /// <summary>Tries to be the first to write each of several objects.</summary>
    /// <returns>How often it was.</returns>
    public static async Task<int> CreateAsync(IObjectStore store, string who, int keys)
    {
        int won = 0;
        for (int i = 0; i < keys; i++)
        {
            if (await PutAsync(store, $"race/{i}", who, PutCondition.IfAbsent) is not null)
                won++;
        }

        return won;
    }

    public static async Task<(int Number, string ETag)> ReadNumberAsync(IObjectStore store, string key)
    {
        await using StoredObject found = await store.GetAsync(key, null, CancellationToken.None)
            ?? throw new InvalidOperationException("The counter is gone.");
        using var reader = new StreamReader(found.Content);
        return (int.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture), found.Info.ETag);
    }

    // Always of the same length, so that only its time can tell two files apart.
    public static string NumberText(int number) => number.ToString("d8", CultureInfo.InvariantCulture);

    private static Task<ObjectInfo?> PutAsync(IObjectStore store, string key, string text, PutCondition condition) =>
        store.PutAsync(key, UploadSource.Of(Encoding.UTF8.GetBytes(text)), condition, CancellationToken.None);
}
