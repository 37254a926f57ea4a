using System.Diagnostics;
using ArtifactBuild.TestServers;
using Transfers.Clients;

namespace Transfers;

/// <summary>One workload in one direction: every client in every round, the order turned by one from round to round.</summary>
internal sealed class Comparison(ClientContext context, Direction direction, Client[] clients) : IAsyncDisposable
{
    private readonly Dictionary<Client, List<Sample>> _samples = clients.ToDictionary(client => client, _ => new List<Sample>());

    public async Task RunAsync(int rounds)
    {
        if (direction == Direction.Restore)
        {
            await context.Bucket.UploadAsync(context.Workload, context.PlainPrefix);
            await new ArtifactClient(context, "seed").LogToAsync(context.SeedRegistry);
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < clients.Length; turn++)
            {
                Client client = clients[(round + turn) % clients.Length];
                Sample sample = await (direction == Direction.Restore ? RestoreAsync(client, round) : LogAsync(client, round));
                _samples[client].Add(sample);
                await Console.Error.WriteLineAsync($"{context.Server.Kind} {direction} {context.Workload.Title}, round {round + 1}: {client.Name,-22} {sample}");
            }
        }
    }

    public string ToTable() => ComparisonTable.Format(
        $"{direction} {context.Workload.Title}, {context.Server.Kind}", [.. clients.Select(client => (client.Name, (IReadOnlyList<Sample>)_samples[client]))]);

    /// <summary>Takes what was restored from off the server, which keeps everything in memory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (direction == Direction.Restore)
        {
            await context.Bucket.DeleteAsync(context.PlainPrefix);
            await context.Bucket.DeleteAsync($"seed-{context.Workload.Name}");
        }
    }

    private async Task<Sample> RestoreAsync(Client client, int round)
    {
        string folder = Path.Combine(context.Folder, "restored", $"{context.Server.Kind}-{context.Workload.Name}-{Array.IndexOf(clients, client)}-{round}");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Sample sample = await MeasureAsync(() => client.RestoreAsync(folder));
        if (!context.Workload.IsIn(folder))
            throw new InvalidDataException($"{client.Name} restored other bytes.");
        DropLargeFiles();
        return sample;
    }

    private async Task<Sample> LogAsync(Client client, int round)
    {
        string prefix = $"log-{context.Workload.Name}-{Array.IndexOf(clients, client)}-{round}";
        Sample sample = await MeasureAsync(() => client.LogAsync(prefix));
        if (!await context.Bucket.HoldsAsync(context.Workload, file => client.KeyOf(file, prefix)))
            throw new InvalidDataException($"{client.Name} logged other bytes.");
        await context.Bucket.DeleteAsync(prefix);
        // Ceph makes room some seconds after a delete, and that work must not fall into another client's time.
        if (context.Server.Kind == TestServerKind.Ceph && context.Workload.Name == Workload.Large)
            await Task.Delay(TimeSpan.FromSeconds(12));
        return sample;
    }

    private async Task<Sample> MeasureAsync(Func<Task<MeasuredRun>> run)
    {
        // What others wrote must not go to the disk in this client's time.
        using (Process sync = Process.Start("sync", ["-f", context.Folder]))
            await sync.WaitForExitAsync();
        double before = ServerLoad.Seconds(context.Server.ProcessIds);
        MeasuredRun result = await run();
        return new Sample(result.Seconds, result.Processor, ServerLoad.Seconds(context.Server.ProcessIds) - before);
    }

    // A few large files are deleted at no cost, and would fill the disk.
    private void DropLargeFiles()
    {
        if (context.Workload.Name != Workload.Large)
            return;
        foreach (string name in new[] { "restored", "caches" })
        {
            string folder = Path.Combine(context.Folder, name);
            if (!Directory.Exists(folder))
                continue;
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Length > Bucket.PartSize))
                file.Delete();
        }
    }
}
