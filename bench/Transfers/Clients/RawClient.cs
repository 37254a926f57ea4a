using System.Globalization;
using Amazon.S3;

namespace Transfers.Clients;

/// <summary>
/// The floor: plain HTTP with signatures made beforehand, no hashing, no checks. A large file goes over 8 connections in 16 MiB
/// ranges straight from or to its place, small ones over 16.
/// </summary>
internal sealed class RawClient(ClientContext context) : Client(context, Title)
{
    public const string Title = "raw HTTP";

    private readonly bool _isLarge = context.Workload.Name == Workload.Large;

    private string Connections => _isLarge ? "8" : "16";

    public override Task<MeasuredRun> RestoreAsync(string folder)
    {
        foreach (string? parent in Context.Workload.Files.Select(file => Path.GetDirectoryName(Path.Combine(folder, file.Path))).Distinct())
            Directory.CreateDirectory(parent!);
        return RunAsync(Context.Workload.Files.SelectMany(file =>
        {
            string url = Context.Bucket.Sign($"{Context.PlainPrefix}/{file.Path}", HttpVerb.GET);
            return Ranges(file).Select(offset => Line("GET", Path.Combine(folder, file.Path), offset, file, url));
        }));
    }

    public override async Task<MeasuredRun> LogAsync(string prefix)
    {
        if (!_isLarge)
        {
            return await RunAsync(Context.Workload.Files.Select(file => Line(
                "PUT", file.FullPath, 0, file, Context.Bucket.Sign($"{prefix}/{file.Path}", HttpVerb.PUT))));
        }

        WorkloadFile only = Context.Workload.Files[0];
        string key = $"{prefix}/{only.Path}";
        string id = await Context.Bucket.BeginPartsAsync(key);
        MeasuredRun run = await RunAsync(Ranges(only).Select(offset => Line(
            "PUT", only.FullPath, offset, only, Context.Bucket.Sign(key, HttpVerb.PUT, id, (int)(offset / Bucket.PartSize) + 1))));
        await Context.Bucket.CompletePartsAsync(key, id);
        return run;
    }

    private static IEnumerable<long> Ranges(WorkloadFile file)
    {
        for (long offset = 0; offset < file.Size; offset += Bucket.PartSize)
            yield return offset;
    }

    private static string Line(string verb, string path, long offset, WorkloadFile file, string url) => string.Create(
        CultureInfo.InvariantCulture, $"{verb}\t{path}\t{offset}\t{Math.Min(Bucket.PartSize, file.Size - offset)}\t{file.Size}\t{url}");

    private Task<MeasuredRun> RunAsync(IEnumerable<string> lines)
    {
        string list = Path.Combine(Context.Folder, "raw.txt");
        File.WriteAllLines(list, lines);
        return RunAsync(Environment.ProcessPath!, ["raw", Connections, list]);
    }
}
