using ArtifactBuild.TestServers;

namespace Transfers.Clients;

/// <summary>rclone, its S3 remote set up by environment variables.</summary>
internal sealed class RcloneClient(ClientContext context, string name, params string[] options) : Client(context, name)
{
    private const string Remote = "bench";
    private const string Variables = "RCLONE_CONFIG_BENCH_";

    public override Task<MeasuredRun> RestoreAsync(string folder) => CopyAsync(Url(Context.PlainPrefix), folder);

    public override Task<MeasuredRun> LogAsync(string prefix) => CopyAsync(Context.Workload.Folder, Url(prefix));

    private string Url(string prefix) => $"{Remote}:{Context.Bucket.Name}/{prefix}";

    private Task<MeasuredRun> CopyAsync(string from, string to) => RunAsync(Installation.Rclone, ["copy", from, to, .. options], new Dictionary<string, string>
    {
        ["RCLONE_CONFIG"] = "/dev/null",
        [Variables + "TYPE"] = "s3",
        [Variables + "PROVIDER"] = Context.Server.Kind == TestServerKind.Ceph ? "Ceph" : "Other",
        [Variables + "ENV_AUTH"] = "true",
        [Variables + "ENDPOINT"] = Context.Server.Endpoint.AbsoluteUri.TrimEnd('/'),
        [Variables + "REGION"] = Context.Server.Environment["AWS_REGION"],
    });
}
