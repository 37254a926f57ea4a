using Microsoft.ML;

namespace Iris.Service;

/// <summary>Answers with the help of a trained model.</summary>
internal sealed class Classifier : IDisposable
{
    private readonly PredictionEngine<Flower, SpeciesPrediction> _engine;

    /// <summary>Loads the model; the stream may be closed afterwards.</summary>
    public Classifier(Stream model)
    {
        var ml = new MLContext();
        _engine = ml.Model.CreatePredictionEngine<Flower, SpeciesPrediction>(ml.Model.Load(model, out _));
    }

    /// <summary>Names the species of a flower.</summary>
    public SpeciesPrediction Classify(Flower flower) => _engine.Predict(flower);

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
