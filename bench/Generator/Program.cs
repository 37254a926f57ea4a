using System.Globalization;
using ArtifactBuild.Bench.Generator;

// What accessors cost the compiler and the editor: run with `dotnet run -c Release --project bench/Generator`.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"{Environment.ProcessorCount} processors, {Environment.OSVersion.VersionString}");
Console.WriteLine("| lockfile | first run, cold | first run, warm | edit of code: generator | edit of code: whole driver | edit of another block |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach ((string name, int entries, int limit) in ((string, int, int)[])[
    ("10,000 entries, folders and lookup", 10_000, 2_000),
    ("10,000 entries, a member for each", 10_000, 20_000),
    ("1,000 entries, a member for each", 1_000, 2_000)])
{
    var steps = new GeneratorSteps(entries, limit);
    Console.WriteLine(
        $"| {name} | {steps.FirstRun():f1} ms | {Median.Of(20, steps.FirstRun):f1} ms | {Median.Of(50, steps.UnrelatedEditInGenerator):f3} ms "
            + $"| {Median.Of(50, steps.UnrelatedEdit):f2} ms | {Median.Of(20, steps.EditOfAnotherBlock):f1} ms |");
}

Console.WriteLine();
Console.WriteLine("| a project of 100 classes, compiled to an assembly | median | more than without | of processors | more than without |");
Console.WriteLine("|---|---|---|---|---|");
CompileCost.Print();

Console.WriteLine();
Console.WriteLine($"The analyzer in a project of 100 classes beside a lockfile of 10,000 entries: {Median.Of(15, AnalyzerCost.Measure):f1} ms, the reading of the lockfile included.");
