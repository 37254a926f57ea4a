using System.Globalization;
using System.Text;
using Iris;
using Iris.Service;

// The arrow is not in the default code page of a Windows console.
Console.OutputEncoding = Encoding.UTF8;

IReadOnlyList<Flower> flowers;
try
{
    flowers = args.Length == 0 ? Measurements.Examples : Measurements.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"Iris.Service: {exception.Message}");
    Console.Error.WriteLine("usage: Iris.Service [<sepal length> <sepal width> <petal length> <petal width>]...");
    return 2;
}

using Stream model = Artifacts.IrisClassifier.ModelZip.OpenRead();
using var classifier = new Classifier(model);

Console.WriteLine($"{Artifacts.IrisClassifier.Name} {Artifacts.IrisClassifier.Version}");
if (args.Length == 0)
    Console.WriteLine("Three examples; give sepal length and width, then petal length and width, in cm, for your own.");

foreach (Flower flower in flowers)
{
    SpeciesPrediction prediction = classifier.Classify(flower);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{flower.SepalLength} {flower.SepalWidth} {flower.PetalLength} {flower.PetalWidth} → {prediction.Species} ({prediction.Confidence * 100:F1} %)"));
}

return 0;
