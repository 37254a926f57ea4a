using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace Transfers;

/// <summary>The process of the raw floor: moves the ranges of a list over a number of connections, and does nothing else.</summary>
internal static class RawTransfer
{
    private const int BufferSize = 256 * 1024;

    public static async Task<int> RunAsync(string connections, string list)
    {
        int count = int.Parse(connections, CultureInfo.InvariantCulture);
        RawRange[] ranges = [.. File.ReadLines(list).Select(RawRange.Parse)];
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = count, UseProxy = false });
        var handles = new ConcurrentDictionary<string, SafeFileHandle>();
        if (ranges[0].Length < ranges[0].FileSize)
            handles[ranges[0].Path] = ranges[0].Open();
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(async () =>
        {
            byte[] buffer = new byte[BufferSize];
            for (int i = Interlocked.Increment(ref next); i < ranges.Length; i = Interlocked.Increment(ref next))
            {
                bool shared = handles.TryGetValue(ranges[i].Path, out SafeFileHandle? handle);
                handle ??= ranges[i].Open();
                await (ranges[i].IsGet ? GetAsync(client, ranges[i], handle, buffer) : PutAsync(client, ranges[i], handle));
                if (!shared)
                    handle.Dispose();
            }
        })));
        return 0;
    }

    private static async Task GetAsync(HttpClient client, RawRange range, SafeFileHandle handle, byte[] buffer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, range.Url);
        if (range.Length < range.FileSize)
            request.Headers.Range = new RangeHeaderValue(range.Offset, range.Offset + range.Length - 1);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync();
        long at = range.Offset;
        for (int read; (read = await body.ReadAsync(buffer)) > 0; at += read)
            RandomAccess.Write(handle, buffer.AsSpan(0, read), at);
        if (at != range.Offset + range.Length)
            throw new InvalidDataException($"{range.Path} ends early.");
    }

    private static async Task PutAsync(HttpClient client, RawRange range, SafeFileHandle handle)
    {
        byte[] content = new byte[range.Length];
        RandomAccess.Read(handle, content, range.Offset);
        using var request = new HttpRequestMessage(HttpMethod.Put, range.Url) { Content = new ByteArrayContent(content) };
        using HttpResponseMessage response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>A line of the list.</summary>
    private sealed record RawRange(bool IsGet, string Path, long Offset, long Length, long FileSize, Uri Url)
    {
        public static RawRange Parse(string line)
        {
            string[] fields = line.Split('\t');
            return new RawRange(fields[0] == "GET", fields[1], Number(fields[2]), Number(fields[3]), Number(fields[4]), new Uri(fields[5]));
        }

        public SafeFileHandle Open() => IsGet
            ? File.OpenHandle(Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, preallocationSize: Length < FileSize ? FileSize : 0)
            : File.OpenHandle(Path);

        private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
