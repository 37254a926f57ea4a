using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

namespace Iris.Training;

/// <summary>Fits the classifier, and asks it about flowers it has not seen.</summary>
internal sealed class SpeciesTrainer
{
    private const string Label = "Label";
    private const string Features = "Features";

    private readonly MLContext _ml = new(seed: 1936);

    /// <summary>Learns from <paramref name="split"/>'s training rows and measures on its hold-out rows.</summary>
    public (ITransformer Model, Evaluation Evaluation) Train(HoldOutSplit split)
    {
        IDataView training = _ml.Data.LoadFromEnumerable(split.Training);
        IDataView holdOut = _ml.Data.LoadFromEnumerable(split.HoldOut);

        // The step that reads the true species stays out of the model: whoever asks for a prediction has no species.
        var labels = _ml.Transforms.Conversion
            .MapValueToKey(
                Label,
                nameof(LabeledFlower.Species),
                keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(training);

        var model = Pipeline().Fit(labels.Transform(training));
        IDataView answers = model.Transform(labels.Transform(holdOut));
        return (model, Evaluation.Of(_ml.MulticlassClassification.Evaluate(answers), SpeciesIn(split)));
    }

    /// <summary>The bytes of <paramref name="model"/>: always the same for the same model.</summary>
    public byte[] Save(ITransformer model)
    {
        using var saved = new MemoryStream();
        _ml.Model.Save(model, _ml.Data.LoadFromEnumerable<Flower>([]).Schema, saved);
        return RepeatableZip.Rewrite(saved);
    }

    private EstimatorChain<KeyToValueMappingTransformer> Pipeline()
    {
        var trainer = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = Label,
            FeatureColumnName = Features,
            L1Regularization = 0,
            L2Regularization = 0.1f,
            // Sums of floats depend on their order, and threads finish in any order.
            NumberOfThreads = 1,
        });

        return _ml.Transforms
            .Concatenate(
                Features,
                nameof(Flower.SepalLength),
                nameof(Flower.SepalWidth),
                nameof(Flower.PetalLength),
                nameof(Flower.PetalWidth))
            .Append(_ml.Transforms.NormalizeMeanVariance(Features, fixZero: false))
            .Append(trainer)
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    }

    // The label's keys are ordered by value, so this is also the order of the confusion matrix.
    private static string[] SpeciesIn(HoldOutSplit split) =>
        [.. split.Training.Select(flower => flower.Species).Distinct().Order(StringComparer.Ordinal)];
}
