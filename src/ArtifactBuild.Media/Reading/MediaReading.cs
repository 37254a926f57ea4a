using System.Collections.Frozen;
using ArtifactBuild.Media.Python;

namespace ArtifactBuild.Media.Reading;

/// <summary>
/// Makes an object of its JSON: first the object with all that is in it, then, once it is known which files it needs, what those
/// hold.
/// </summary>
/// <remarks>JSON and files are hostile input. What is wrong with them is a <see cref="FormatException"/>, whose message ends a sentence.</remarks>
internal sealed class MediaReading
{
    /// <summary>The largest JSON that is read.</summary>
    public const long MaxJsonSize = 1L << 30;

    private const long MaxFilesSize = 1L << 32;

    // A maker, and the members without which a dictionary is no such object.
    private static readonly FrozenDictionary<string, (Type Type, string[] Members, Func<PythonDict, MediaReading, MediaObject> Make)> Makers =
        new Dictionary<string, (Type, string[], Func<PythonDict, MediaReading, MediaObject>)>(StringComparer.Ordinal)
        {
            [Table.MediaKind] = (typeof(Table), ["columns", "data"], TableReader.Read),
            [Html.MediaKind] = (typeof(Html), ["path", "sha256"], Html.Read),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, List<Action<MediaFile>>> _needed = new(StringComparer.Ordinal);
    private long _budget = MaxFilesSize;

    private MediaReading()
    {
    }

    /// <summary>Whether objects of a kind can be made, and are of a type.</summary>
    public static bool CanMake(string kind, Type type) => Makers.TryGetValue(kind, out var maker) && maker.Type.IsAssignableTo(type);

    /// <summary>Makes an object.</summary>
    /// <exception cref="FormatException">The JSON or a file is not what it should be.</exception>
    /// <exception cref="Diagnostics.ArtifactException">A file's bytes can't be had, or are not those that the JSON promises.</exception>
    public static async Task<MediaObject> ReadAsync(
        string kind, byte[] json, Func<CancellationToken, Task<IMediaFiles>> openFiles, CancellationToken cancellationToken)
    {
        var reading = new MediaReading();
        PythonDict stored = StoredJson.Read(json);
        string actual = stored.Text("_type");
        if (actual != kind)
            throw new FormatException($"its “_type” is “{actual}”");
        MediaObject result = reading.Make(kind, stored);
        if (reading._needed.Count > 0)
            await reading.FillAsync(await openFiles(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Makes an object inside another one.</summary>
    public MediaObject Make(string kind, PythonDict json) => Makers[kind].Make(json, this);

    /// <summary>Whether a dictionary is an object rather than a dictionary that only looks a little like one.</summary>
    /// <param name="kind">What it says of itself.</param>
    /// <param name="json">The dictionary.</param>
    /// <param name="isCertain">Whether its type says that it is one.</param>
    public static bool IsObject(string kind, PythonDict json, bool isCertain) => Makers.TryGetValue(kind, out var maker)
        && (isCertain || Array.TrueForAll(maker.Members, name => json.TryGetValue(name, out _)));

    /// <summary>Asks for a file. Files are read after all JSON, several at a time.</summary>
    /// <param name="path">Its path in the artifact.</param>
    /// <param name="use">Takes it; a file that several ask for is read once.</param>
    public void Need(string path, Action<MediaFile> use)
    {
        if (!_needed.TryGetValue(path, out List<Action<MediaFile>>? uses))
            _needed[path] = uses = [];
        uses.Add(use);
    }

    /// <summary>Counts bytes that are about to be taken; with the object's files there may not be too many of them.</summary>
    public void Charge(long bytes)
    {
        if (bytes < 0 || bytes > MaxFilesSize || Interlocked.Add(ref _budget, -bytes) < 0)
            throw new FormatException($"its files have more than {MaxFilesSize} bytes");
    }

    private async Task FillAsync(IMediaFiles files, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = files.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_needed, options, async (needed, token) =>
        {
            MediaFile file = await files.ReadAsync(needed.Key, Charge, token).ConfigureAwait(false);
            foreach (Action<MediaFile> use in needed.Value)
                use(file);
        }).ConfigureAwait(false);
    }
}
