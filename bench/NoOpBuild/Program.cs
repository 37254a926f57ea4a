namespace NoOpBuild;

/// <summary>
/// What a build with nothing to do costs with three references of 1,000 files each, and with 302 of one file each, beside the same project
/// without the package, with another package and with the same files as items of its own.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        Options options = Options.Read(args);
        using Playground playground = await Playground.CreateAsync(options);
        foreach (Contender contender in playground.Contenders)
            await contender.PrepareAsync();
        for (int round = 0; round < options.Rounds; round++)
        {
            // The order turns, so that none is always the one after another.
            for (int i = 0; i < playground.Contenders.Count; i++)
                await playground.Contenders[(round + i) % playground.Contenders.Count].MeasureAsync();
        }

        Report.Print(playground.Contenders, options);
    }
}
