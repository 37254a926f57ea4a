using System.Numerics;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Types;

/// <summary>The type of a value that has the form of <see cref="StoredValue"/>.</summary>
internal static class TypeInference
{
    public static DataType Of(object? value) => value switch
    {
        null => DataType.None,
        string text => text.StartsWith("wandb-artifact://", StringComparison.Ordinal) ? DataType.ArtifactVersion : DataType.String,
        bool => DataType.Boolean,
        DateTime or DateTimeOffset or DateOnly => DataType.Timestamp,
        NdArray array => new NdArrayType(array.Shape),
        MediaObject item => item.DataType,
        Artifact => DataType.ArtifactVersion,
        object?[] items => ListType.OfStored(items),
        PythonDict dict => IsArtifactVersion(dict) ? DataType.ArtifactVersion : TypedDictType.OfStored(dict),
        object when PythonNumber.TryGet(value, out double number) => double.IsNaN(number) ? DataType.None : DataType.Number,
        _ => new PythonObjectType(ClassName(value)),
    };

    private static bool IsArtifactVersion(PythonDict dict) => dict.TryGetValue("_type", out object? type) && type is "artifactVersion";

    private static string ClassName(object value) => value switch
    {
        byte[] => "bytes",
        decimal => "Decimal",
        Complex => "complex",
        TimeSpan => "timedelta",
        TimeOnly => "time",
        Guid => "UUID",
        Type => "type",
        _ when value.GetType() == typeof(object) => "object",
        _ => value.GetType().Name,
    };
}
