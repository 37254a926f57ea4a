using System.Globalization;
using System.Runtime.InteropServices;
using ArtifactBuild.GcsHosting;

// ArtifactBuild.GcsHost [PORT] [--token TOKEN] [--bucket NAME]... [--versioned-bucket NAME]...
// "ready" and the endpoint on the console say that it listens.
int port = 0;
string? token = null;
var buckets = new List<(string Name, bool Versioning)>();
for (int index = 0; index < args.Length; index++)
{
    string Value() => index + 1 < args.Length ? args[++index] : throw new ArgumentException($"{args[index]} wants a value.");
    switch (args[index])
    {
        case "--token":
            token = Value();
            break;
        case "--bucket":
            buckets.Add((Value(), false));
            break;
        case "--versioned-bucket":
            buckets.Add((Value(), true));
            break;
        default:
            port = int.Parse(args[index], NumberStyles.None, CultureInfo.InvariantCulture);
            break;
    }
}

await using GcsHost host = await GcsHost.StartAsync(port, new GcsHostOptions { Token = token });
foreach ((string name, bool versioning) in buckets)
    host.CreateBucket(name, versioning);
await Console.Out.WriteLineAsync($"ready {host.Endpoint}");

var end = new TaskCompletionSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
await end.Task;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.TrySetResult();
}
