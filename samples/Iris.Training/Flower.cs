namespace Iris;

/// <summary>The four measurements of one flower, in centimetres: all the model needs to know about it.</summary>
/// <remarks>Iris.Service compiles this same file, so that training and prediction cannot name a column differently.</remarks>
public class Flower
{
    /// <summary>Length of the sepal.</summary>
    public float SepalLength { get; init; }

    /// <summary>Width of the sepal.</summary>
    public float SepalWidth { get; init; }

    /// <summary>Length of the petal.</summary>
    public float PetalLength { get; init; }

    /// <summary>Width of the petal.</summary>
    public float PetalWidth { get; init; }
}
