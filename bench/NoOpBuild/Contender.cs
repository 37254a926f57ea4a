using Transfers;

namespace NoOpBuild;

/// <summary>A project that is built again and again with nothing to do.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Environment">Variables of its builds.</param>
internal sealed record Contender(string Name, string Folder, IReadOnlyDictionary<string, string> Environment)
{
    private const int WarmUps = 2;

    private readonly List<MeasuredRun> _runs = [];

    public IReadOnlyList<MeasuredRun> Runs => _runs;

    /// <summary>Restores, builds, and builds with nothing to do until that is nothing new.</summary>
    public async Task PrepareAsync()
    {
        await DotnetAsync("restore");
        for (int i = 0; i <= WarmUps; i++)
            await BuildAsync();
    }

    public async Task MeasureAsync() => _runs.Add(await BuildAsync());

    private Task<MeasuredRun> BuildAsync() => DotnetAsync("build", "--no-restore");

    private Task<MeasuredRun> DotnetAsync(params string[] arguments) => MeasuredProcess.RunAsync("dotnet", arguments, Environment, Folder);
}
