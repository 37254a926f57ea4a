using System.Globalization;

namespace NoOpBuild;

/// <summary>
/// What a build with nothing to do costs with three references of 1,000 files each, beside the same project without the package
/// and beside one that has the same files as items of its own.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        int files = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1000;
        using Playground playground = await Playground.CreateAsync(files);
        foreach (Contender contender in playground.Contenders)
            await contender.PrepareAsync();
        for (int round = 0; round < rounds; round++)
        {
            // The order turns, so that none is always the one after another.
            for (int i = 0; i < playground.Contenders.Count; i++)
                await playground.Contenders[(round + i) % playground.Contenders.Count].MeasureAsync();
        }

        Report.Print(playground.Contenders, rounds, files);
    }
}
