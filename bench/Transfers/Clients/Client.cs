using ArtifactBuild.TestServers;

namespace Transfers.Clients;

/// <summary>What every client needs to know.</summary>
internal sealed record ClientContext(TestServer Server, Bucket Bucket, Workload Workload, string Tool, string Folder)
{
    /// <summary>Where the workload lies on the server as plain objects.</summary>
    public string PlainPrefix => $"plain-{Workload.Name}";

    /// <summary>The registry that holds the workload as an artifact.</summary>
    public string SeedRegistry => Bucket.Registry($"seed-{Workload.Name}");
}

/// <summary>A program that moves the workload.</summary>
internal abstract class Client(ClientContext context, string name)
{
    /// <summary>Its name in the table.</summary>
    public string Name { get; } = name;

    protected ClientContext Context { get; } = context;

    public static IEnumerable<Client> All(ClientContext context, Direction direction)
    {
        yield return new ArtifactClient(context, "artifact");
        if (direction == Direction.Restore)
            yield return new ArtifactClient(context, "artifact --skip-cache", "--skip-cache");
        yield return new AwsClient(context);
        yield return new RcloneClient(context, "rclone");
        yield return new RcloneClient(context, "rclone --transfers 16", "--transfers", "16");
        yield return new RawClient(context);
    }

    /// <summary>Downloads into a folder that is not there yet.</summary>
    public abstract Task<MeasuredRun> RestoreAsync(string folder);

    /// <summary>Uploads below a prefix that nobody has used.</summary>
    public abstract Task<MeasuredRun> LogAsync(string prefix);

    /// <summary>The key that a file has after a log.</summary>
    public virtual string KeyOf(WorkloadFile file, string prefix) => $"{prefix}/{file.Path}";

    /// <summary>Runs a program that finds nobody's settings.</summary>
    protected Task<MeasuredRun> RunAsync(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        string home = Directory.CreateDirectory(Path.Combine(Context.Folder, "home")).FullName;
        var variables = new Dictionary<string, string>(Context.Server.Environment) { ["HOME"] = home };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            variables[name] = value;
        return MeasuredProcess.RunAsync(file, arguments, variables, home);
    }
}
