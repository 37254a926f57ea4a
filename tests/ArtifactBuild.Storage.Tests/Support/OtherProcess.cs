using System.Diagnostics;
using System.Globalization;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>This very program, started once more to be another process: with other variables, or beside others.</summary>
internal static class OtherProcess
{
    public const string Switch = "--other-process";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs another process to its end.</summary>
    /// <returns>All that it wrote.</returns>
    public static async Task<string> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Switch, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token) + await error;
            await process.WaitForExitAsync(limit.Token);
            Assert.AreEqual(0, process.ExitCode, output);
            return output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>
    /// What the other process does: <c>try address</c>, <c>loads address</c>, <c>create address who keys</c>, <c>count address key times</c>
    /// or <c>memory address size</c>.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        await using IObjectStore store = ObjectStores.Open(arguments[1], StoreHome.Quick);
        switch (arguments)
        {
            case ["try", _]:
                await TryAsync(store);
                return 0;
            case ["loads", _]:
                await store.HeadAsync("k", CancellationToken.None);
                await Console.Out.WriteAsync(string.Join('\n', AppDomain.CurrentDomain.GetAssemblies().Select(loaded => loaded.GetName().Name)));
                return 0;
            case ["create", _, string who, string keys]:
                await Console.Out.WriteAsync($"{await Races.CreateAsync(store, who, int.Parse(keys, CultureInfo.InvariantCulture))}");
                return 0;
            case ["count", _, string key, string times]:
                await Races.CountAsync(store, key, int.Parse(times, CultureInfo.InvariantCulture));
                return 0;
            case ["memory", _, string size]:
                await Console.Out.WriteAsync($"{await MemoryUse.OfAsync(store, long.Parse(size, CultureInfo.InvariantCulture))}");
                return 0;
            default:
                return 2;
        }
    }

    /// <summary>Does one thing of each kind, and tells the failure of each.</summary>
    private static async Task TryAsync(IObjectStore store)
    {
        await TellAsync("head", () => store.HeadAsync("k", CancellationToken.None));
        await TellAsync("get", () => store.GetAsync("k", null, CancellationToken.None));
        await TellAsync("put", () => store.PutAsync("k", UploadSource.Of([1]), PutCondition.IfAbsent, CancellationToken.None));
        await TellAsync("list", async () => await store.ListAsync("", CancellationToken.None).CountAsync());
        await TellAsync("delete", () => store.DeleteAsync("k", null, CancellationToken.None));
    }

    private static async Task TellAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
            await Console.Out.WriteLineAsync($"{what}: done");
        }
        catch (ArtifactException e)
        {
            // All of it, as a log may show it.
            await Console.Out.WriteLineAsync($"{what}: {e.Code} {e.ToString().ReplaceLineEndings(" ")}");
        }
    }
}
