namespace Transfers.Clients;

/// <summary>The tool of this repository, installed as users install it, with an empty cache for every run.</summary>
internal sealed class ArtifactClient(ClientContext context, string name, params string[] options) : Client(context, name)
{
    private int _caches;

    public override Task<MeasuredRun> RestoreAsync(string folder) => RunAsync(
        Context.Tool, ["download", Context.Workload.Name, "--registry", Context.SeedRegistry, "--cache", NewCache(), "--output", folder, .. options]);

    public override Task<MeasuredRun> LogAsync(string prefix) => LogToAsync(Context.Bucket.Registry(prefix));

    public Task<MeasuredRun> LogToAsync(string registry) => RunAsync(
        Context.Tool, ["log", Context.Workload.Name, Context.Workload.Folder, "--type", "dataset", "--registry", registry, "--cache", NewCache()]);

    public override string KeyOf(WorkloadFile file, string prefix) => $"{prefix}/blobs/sha256/{file.Sha256[..2]}/{file.Sha256[2..]}";

    private string NewCache() => Path.Combine(Context.Folder, "caches", $"{Context.Server.Kind}-{Context.Workload.Name}-{Name.Replace(' ', '-')}-{Guid.NewGuid():N}-{_caches++}");
}
