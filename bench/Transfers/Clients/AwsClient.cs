namespace Transfers.Clients;

/// <summary>Amazon's command line, with its own defaults.</summary>
internal sealed class AwsClient(ClientContext context) : Client(context, "aws s3 cp --recursive")
{
    public override Task<MeasuredRun> RestoreAsync(string folder) => CopyAsync(Url(Context.PlainPrefix), folder);

    public override Task<MeasuredRun> LogAsync(string prefix) => CopyAsync(Context.Workload.Folder, Url(prefix));

    private string Url(string prefix) => $"s3://{Context.Bucket.Name}/{prefix}/";

    private Task<MeasuredRun> CopyAsync(string from, string to) => RunAsync(
        Installation.Aws,
        ["s3", "cp", "--recursive", "--only-show-errors", "--endpoint-url", Context.Server.Endpoint.AbsoluteUri.TrimEnd('/'), from, to]);
}
