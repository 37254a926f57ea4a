using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ArtifactBuild.Media.Python;

namespace ArtifactBuild.Media.Types;

/// <summary>W&amp;B's type of a value, for example of what the cells of a table's column hold.</summary>
/// <remarks>
/// Types never change; assigning to one gives the type that holds both. W&amp;B calls the type itself <c>wb_type</c>. The rules are
/// those of W&amp;B 0.18.
/// </remarks>
public abstract class DataType
{
    private string? _text;

    private protected DataType(string name) => Name = name;

    /// <summary>The type of <see langword="null"/> and of NaN.</summary>
    public static DataType None { get; } = new SimpleType("none");

    /// <summary>The type of a text.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "It is W&B's name.")]
    public static DataType String { get; } = new SimpleType("string");

    /// <summary>The type of a whole or floating-point number. <see langword="bool"/> and <see langword="decimal"/> are none.</summary>
    public static DataType Number { get; } = new SimpleType("number");

    /// <summary>The type of <see langword="true"/> and <see langword="false"/>.</summary>
    public static DataType Boolean { get; } = new SimpleType("boolean");

    /// <summary>The type of a date, with or without a time.</summary>
    public static DataType Timestamp { get; } = new SimpleType("timestamp");

    /// <summary>The type of an artifact, or of the text of its URI.</summary>
    public static DataType ArtifactVersion { get; } = new SimpleType("artifactVersion");

    /// <summary>The type that takes everything but <see langword="null"/>.</summary>
    public static DataType Any { get; } = new AnyType();

    /// <summary>The type that becomes the first type that is assigned to it; <see langword="null"/> is refused.</summary>
    public static DataType Unknown { get; } = new UnknownType();

    /// <summary>The type that an assignment gives that is not allowed.</summary>
    public static DataType Invalid { get; } = new InvalidType();

    /// <summary>W&amp;B's name of the type: <c>wb_type</c> in JSON.</summary>
    public string Name { get; }

    /// <summary>Whether this is <see cref="Invalid"/>.</summary>
    public bool IsInvalid => ReferenceEquals(this, Invalid);

    /// <summary>The parameters, in W&amp;B's order.</summary>
    internal virtual PythonDict Parameters => [];

    /// <summary>Makes a type that takes <see langword="null"/>, too.</summary>
    /// <param name="type">A type.</param>
    /// <returns>The union of the type with <see cref="None"/>.</returns>
    public static UnionType Optional(DataType type) => new([type, None]);

    /// <summary>Infers the type of a value.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The type; for a value that W&amp;B has no type for, a <see cref="PythonObjectType"/>.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART4006: the value nests too deep, or a key of a dictionary has no text.</exception>
    public static DataType Of(object? value) => TypeInference.Of(StoredValue.ForInference(value));

    /// <summary>Takes W&amp;B's short notation of types (<c>dtype</c>).</summary>
    /// <param name="dtype">
    /// A type; a <see cref="Type"/> of .NET; a list of none (list of anything), one (list of it) or several (any of them); a
    /// dictionary of name to notation; anything else stands for itself and allows only that value.
    /// </param>
    /// <returns>The type.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART4006: as for <see cref="Of"/>.</exception>
    public static DataType FromDType(object? dtype) => TypeNotation.Read(dtype);

    /// <summary>Reads a type from its JSON.</summary>
    /// <param name="json">The JSON; names that older versions of W&amp;B wrote are known.</param>
    /// <returns>The type.</returns>
    /// <exception cref="FormatException">The JSON is not that of a type.</exception>
    public static DataType FromJson(JsonNode json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return TypeReader.Read(json);
    }

    /// <summary>Assigns a value.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The type that takes all that this type takes, and the value; <see cref="Invalid"/> when that is not allowed.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART4006: as for <see cref="Of"/>.</exception>
    public DataType Assign(object? value) => AssignStored(StoredValue.ForInference(value));

    /// <summary>Assigns a type.</summary>
    /// <param name="type">A type.</param>
    /// <returns>The type that takes what both take; <see cref="Invalid"/> when that is not allowed.</returns>
    public abstract DataType AssignType(DataType type);

    /// <summary>The type in W&amp;B's JSON: <c>wb_type</c> and, when there are any, <c>params</c>.</summary>
    /// <returns>The JSON.</returns>
    public JsonObject ToJson() => JsonNode.Parse(PythonJson.Write(Describe()), null, new() { MaxDepth = 1000 })!.AsObject();

    /// <summary>The type as text. W&amp;B sorts the members of a union by it, so it is part of the format.</summary>
    /// <returns>For example <c>None or Number</c>.</returns>
    public sealed override string ToString() => _text ??= Text();

    internal virtual DataType AssignStored(object? value) => AssignType(TypeInference.Of(value));

    internal virtual PythonDict Describe()
    {
        PythonDict result = new() { ["wb_type"] = Name };
        if (Parameters.Count > 0)
            result["params"] = Parameters;
        return result;
    }

    private protected virtual string Text()
    {
        string name = char.ToUpperInvariant(Name[0]) + Name[1..].ToLowerInvariant();
        return Parameters.Count == 0
            ? name
            : $"{name}({string.Join(", ", Parameters.Select(pair => $"{pair.Key}:{PythonText.Str(pair.Value)}"))})";
    }
}
