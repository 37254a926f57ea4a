using ArtifactBuild.TestServers;
using Transfers.Clients;

namespace Transfers;

/// <summary>
/// Measures the tool beside other clients of S3 on the same server: what users run, each in processes of its own, one after the
/// other in every round.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["raw", string connections, string list])
            return await RawTransfer.RunAsync(connections, list);
        if (BenchOptions.Parse(args) is not BenchOptions options)
        {
            await Console.Error.WriteLineAsync(BenchOptions.Usage);
            return 1;
        }

        string folder = Directory.CreateTempSubdirectory("transfers-").FullName;
        try
        {
            await RunAsync(options, folder);
            return 0;
        }
        finally
        {
            // At the very end: on ext4, files that are made right after as many were deleted take ten times as long.
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(BenchOptions options, string folder)
    {
        string tool = await Installation.EnsureAsync(folder);
        Workload[] workloads = [.. options.Workloads.Select(name => Workload.Create(folder, name))];
        foreach (TestServerKind kind in options.Servers)
        {
            await using TestServer server = await TestServer.StartAsync(kind);
            using var bucket = new Bucket(server, await server.NewBucketAsync());
            foreach (Workload workload in workloads)
            {
                foreach (Direction direction in options.Directions)
                {
                    var place = new ClientContext(server, bucket, workload, tool, folder);
                    Client[] clients = [.. Client.All(place, direction).Where(client => options.Wants(client.Name))];
                    await using var comparison = new Comparison(place, direction, clients);
                    await comparison.RunAsync(options.Rounds);
                    Console.WriteLine(comparison.ToTable());
                }
            }

            await Console.Error.WriteLineAsync($"{kind}: most memory of a process {ServerLoad.PeakMemory(server.ProcessIds) / 1048576} MiB");
        }
    }
}
