using Iris.Training;

if (args is ["--help"])
{
    Console.WriteLine(TrainingOptions.Usage);
    return 0;
}

try
{
    TrainingOptions options = TrainingOptions.Parse(args);
    var flowers = FlowerTable.Read(Path.Combine(AppContext.BaseDirectory, "iris.csv"));
    var split = HoldOutSplit.Stratified(flowers, share: 0.2, seed: 1936);

    var trainer = new SpeciesTrainer();
    var (model, evaluation) = trainer.Train(split);
    byte[] zip = trainer.Save(model);

    // Nothing is written before everything is known, so a failed training leaves the last good files alone.
    OutputFile.WriteIfChanged(Path.Combine(options.Output, "model.zip"), zip);
    OutputFile.WriteIfChanged(Path.Combine(options.Output, "metrics.json"), Reports.Metrics(evaluation, split));
    OutputFile.WriteIfChanged(Path.Combine(options.Output, "confusion-matrix.csv"), Reports.ConfusionCsv(evaluation));
    OutputFile.WriteIfChanged(options.AliasesFile, Reports.Aliases(evaluation, options.Bar));

    Console.WriteLine(Reports.Summary(evaluation, split, options.Bar));
    return 0;
}
catch (UsageException exception)
{
    Console.Error.WriteLine($"Iris.Training: {exception.Message}");
    Console.Error.WriteLine(TrainingOptions.Usage);
    return 2;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"Iris.Training: {exception.Message}");
    return 1;
}
