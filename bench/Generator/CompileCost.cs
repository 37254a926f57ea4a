using ArtifactBuild.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArtifactBuild.Bench.Generator;

/// <summary>What a whole compilation costs with and without accessors, one after the other in turn.</summary>
internal static class CompileCost
{
    private const int Rounds = 15;

    private static readonly (string Name, int Entries, int Limit)[] Cases =
    [
        ("without the generator", 0, 0),
        ("10,000 entries, folders and lookup", 10_000, 2_000),
        ("10,000 entries, a member for each", 10_000, 20_000),
    ];

    public static void Print()
    {
        double[][] times = [.. Cases.Select(_ => new double[Rounds])], processor = [.. Cases.Select(_ => new double[Rounds])];
        for (int round = -2; round < Rounds; round++)
        {
            for (int i = 0; i < Cases.Length; i++)
            {
                TimeSpan before = Environment.CpuUsage.TotalTime;
                double time = Measure(Cases[i].Entries, Cases[i].Limit);
                if (round >= 0)
                    (times[i][round], processor[i][round]) = (time, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            }
        }

        double without = Median.Of(times[0]), processorWithout = Median.Of(processor[0]);
        for (int i = 0; i < Cases.Length; i++)
        {
            double time = Median.Of(times[i]), used = Median.Of(processor[i]);
            Console.WriteLine($"| {Cases[i].Name} | {time:f0} ms | {time - without:f0} ms | {used:f0} ms | {used - processorWithout:f0} ms |");
        }
    }

    private static double Measure(int entries, int limit)
    {
        AdditionalText[] files = entries == 0 ? [] : [Lock.Of(entries)];
        CSharpCompilation compilation = UserProject.Compile(100);
        return Median.Milliseconds(() =>
        {
            Compilation all = compilation;
            if (entries > 0)
            {
                CSharpGeneratorDriver.Create([new ArtifactAccessorGenerator().AsSourceGenerator()], files, optionsProvider: new BuildOptions(limit))
                    .RunGeneratorsAndUpdateCompilation(compilation, out all, out _);
            }

            using var image = new MemoryStream();
            if (!all.Emit(image).Success)
                throw new InvalidOperationException("The project does not compile.");
        });
    }
}
