using ArtifactBuild.TestHost;

// A process of its own for tests that need several, or one that they can kill after "ready" on the console.
await Console.Out.WriteLineAsync("ready");
switch (args)
{
    case ["log-many", var registry, var cache, var name, var process, var count]:
        await Logging.LogManyAsync(registry, cache, name, process, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["log", var registry, var cache, var name, var folder, var policy]:
        await Logging.LogAsync(registry, cache, name, folder, policy);
        break;
    case ["download", var registry, var cache, var name, var folder]:
        await Logging.DownloadAsync(registry, cache, name, folder, inSteps: false);
        break;
    case ["download-in-steps", var registry, var cache, var name, var folder]:
        await Logging.DownloadAsync(registry, cache, name, folder, inSteps: true);
        break;
    case ["download-slowly", var registry, var cache, var name, var folder, var milliseconds]:
        await SlowDownload.RunAsync(registry, cache, name, folder, int.Parse(milliseconds, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["download-chunks", var registry, var cache, var name, var folder, var count]:
        await SlowDownload.RunAsync(registry, cache, name, folder, 0, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["measure", var folder, var size, var skipCache]:
        await Measurement.RunAsync(folder, long.Parse(size, System.Globalization.CultureInfo.InvariantCulture), bool.Parse(skipCache));
        break;
    default:
        throw new ArgumentException("No such command: " + string.Join(' ', args));
}

await Console.Out.WriteLineAsync("done");
