using System.Globalization;
using System.Text;
using ArtifactBuild.Storage;

namespace ArtifactBuild.TestHost;

internal static class StoreRaces
{
    /// <summary>Adds one to a stored number, several times, by compare-and-swap.</summary>
    public static async Task CountAsync(string root, string key, int times)
    {
        await using IObjectStore store = ObjectStores.Open(root);
        for (int done = 0; done < times;)
        {
            (int number, string etag) = await ReadAsync(store, key);
            if (await WriteAsync(store, key, Text(number + 1), PutCondition.IfMatch(etag)))
                done++;
        }
    }

    /// <summary>Tries to be the first to write each of several objects, and says how often it was.</summary>
    public static async Task CreateAsync(string root, string who, int keys)
    {
        await using IObjectStore store = ObjectStores.Open(root);
        int won = 0;
        for (int i = 0; i < keys; i++)
        {
            if (await WriteAsync(store, $"race/{i}", who, PutCondition.IfAbsent))
                won++;
        }

        await Console.Out.WriteLineAsync($"won {won}");
    }

    private static async Task<(int Number, string ETag)> ReadAsync(IObjectStore store, string key)
    {
        await using StoredObject found = await store.GetAsync(key, null, CancellationToken.None)
            ?? throw new InvalidOperationException("The counter is gone.");
        using var reader = new StreamReader(found.Content);
        return (int.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture), found.Info.ETag);
    }

    private static async Task<bool> WriteAsync(IObjectStore store, string key, string text, PutCondition condition)
    {
        var content = ObjectContent.Of(Encoding.UTF8.GetBytes(text));
        return await store.PutAsync(key, content, condition, CancellationToken.None) is not null;
    }

    // Always of the same length, so that only the time can tell two writes apart.
    private static string Text(int number) => number.ToString("d8", CultureInfo.InvariantCulture);
}
