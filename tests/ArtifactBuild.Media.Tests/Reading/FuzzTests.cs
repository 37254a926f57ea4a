using System.Text;
using ArtifactBuild.Media.Reading;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Model;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Reading;

/// <summary>Thousands of objects that are almost right: each is read or refused, and a table that was read can be written.</summary>
[TestClass]
public class FuzzTests
{
    private const int Mutations = 5_000;

    private static readonly string[] Tokens =
    [
        "null", "true", "-1", "0", "1e308", "1e999", "99999999999999999999", "\"\"", "\"_type\"", "\"table\"", "\"html-file\"", "{}", "[]", "[[]]", "[null]",
        "\"union\"", "\"timestamp\"", "\"ndarray\"", "\"const\"", "\"list\"", "\"image-file\"", "\"\\ud800\"", "{\"wb_type\": \"any\"}", ",", ":", "}", "]",
    ];

    [TestMethod]
    public async Task Mutated_JSON_is_read_or_refused()
    {
        using var source = new DraftArtifact();
        var files = new DraftMediaFiles(source);
        byte[][] seeds = [.. Seeds().Select((item, i) => Encoding.UTF8.GetBytes(source.TextOf(item, $"x{i}")))];
        var random = new Random(20260729);
        int read = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] json = Mutate(seeds[random.Next(seeds.Length)], random);
            if (await IsReadAsync(json, files))
                read++;
        }

        // Both ends are reached.
        Assert.IsInRange(Mutations / 50, Mutations * 9 / 10, read);
    }

    [TestMethod]
    public async Task Mutated_files_of_arrays_are_read_or_refused()
    {
        using var source = new DraftArtifact();
        string json = source.TextOf(new Table(["m"], [[NdArray.From(new double[3, 2])], [NdArray.From(new double[3, 2])]]), "m");
        string path = source.Artifact.Manifest.Entries.Single(entry => entry.Path.EndsWith(".npz", StringComparison.Ordinal)).Path;
        byte[] file = source.BytesOf(path);
        var random = new Random(7);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] mutated = [.. file];
            for (int n = random.Next(1, 5); n > 0; n--)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            var files = new DraftMediaFiles(source) { [path] = random.Next(10) == 0 ? mutated[..random.Next(mutated.Length)] : mutated };
            await IsReadAsync(Encoding.UTF8.GetBytes(json), files);
        }
    }

    private static IEnumerable<MediaObject> Seeds()
    {
        object?[] cells = [.. RoundTripTests.Cells];
        yield return new Table(cells.Select((_, i) => (TableColumn)$"c{i}"), [cells]);
        yield return new Table(["a", "t"], [[1, DateTimeOffset.UnixEpoch], [null, null]]);
        yield return new Table(["h"], [[new Html("x")]]);
        yield return new Table(["m"], [[NdArray.From(new int[2, 2])]]);
        yield return new Table([1, 2], [[new object?[] { "x", null }, new Dictionary<string, object?> { ["k"] = 1.5 }]], allowMixedTypes: true);
        yield return new Table(["t"], [[new Table(["u"], [[true]])]]);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var json = new List<byte>(seed);
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(json.Count);
            int length = Math.Min(random.Next(1, 12), json.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    json[at] = (byte)random.Next(256);
                    break;
                case 1:
                    json.RemoveRange(at, length);
                    break;
                case 2:
                    json.InsertRange(at, json.GetRange(random.Next(json.Count - length + 1), length));
                    break;
                default:
                    ReplaceToken(json, at, random);
                    break;
            }
        }

        return [.. json];
    }

    // What stands between two separators gives way to another value, so that the JSON often stays JSON.
    private static void ReplaceToken(List<byte> json, int at, Random random)
    {
        int start = json.FindIndex(at, b => b is (byte)' ' or (byte)'[' or (byte)'{') + 1;
        int end = json.FindIndex(start, b => b is (byte)',' or (byte)':' or (byte)']' or (byte)'}');
        if (start == 0 || end < start)
            return;
        json.RemoveRange(start, end - start);
        json.InsertRange(start, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
    }

    private static async Task<bool> IsReadAsync(byte[] json, IMediaFiles files)
    {
        MediaObject item;
        try
        {
            item = await MediaReading.ReadAsync("table", json, _ => Task.FromResult(files), default);
        }
        catch (Exception e) when (e is FormatException or Diagnostics.ArtifactException)
        {
            // GetAsync makes an ArtifactException of the first.
            return false;
        }

        using var draft = new DraftArtifact();
        try
        {
            draft.TextOf(item);
        }
        catch (Diagnostics.ArtifactException)
        {
            // Cells that are not what their column says may be refused here, in our own words.
        }

        return true;
    }

    /// <summary>The files of a draft, some of them replaced.</summary>
    private sealed class DraftMediaFiles(DraftArtifact draft) : IMediaFiles
    {
        private readonly Dictionary<string, byte[]> _replaced = [];

        public int MaxConcurrency => 1;

        public byte[] this[string path]
        {
            set => _replaced[path] = value;
        }

        public Task<MediaFile> ReadAsync(string path, Action<long> charge, CancellationToken cancellationToken)
        {
            if (!draft.Artifact.Manifest.TryGet(path, out ManifestEntry? entry))
                throw new FormatException(path);
            byte[] bytes = _replaced.GetValueOrDefault(path) ?? draft.BytesOf(path);
            charge(bytes.Length);
            return Task.FromResult(new MediaFile(bytes, entry with { Ref = "wandb-artifact://00/" + path }));
        }
    }
}
