using System.Text.Json.Nodes;
using ArtifactBuild.Media;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>Makes the objects of a vector, and keeps those that have a name.</summary>
internal sealed class VectorObjects
{
    private static readonly Dictionary<string, Func<PythonArguments, MediaObject>> Makers = new()
    {
        ["Html"] = MakeHtml,
        ["Table"] = MakeTable,
    };

    private static readonly Dictionary<(string Class, string Method), Action<MediaObject, PythonArguments>> Methods = new()
    {
        [("Table", "add_data")] = (table, arguments) => ((Table)table).AddRow(arguments.All()),
        [("Table", "add_row")] = (table, arguments) => ((Table)table).AddRow(arguments.All()),
        [("Table", "add_column")] = AddColumn,
        [("Table", "get_column")] = (table, arguments) => ((Table)table).GetColumn(ColumnName(arguments.Take("name"))),
    };

    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);

    /// <summary>The classes of W&amp;B whose objects an artifact takes (spec 3.4).</summary>
    public static IReadOnlyList<string> Classes { get; } =
    [
        "Audio", "Bokeh", "BoundingBoxes2D", "Classes", "Html", "Image", "ImageMask", "JoinedTable", "Molecule", "Object3D",
        "PartitionedTable", "Table", "Video",
    ];

    /// <summary>Those of them that are built here.</summary>
    public static IReadOnlyCollection<string> Built => Makers.Keys;

    /// <summary>The methods of W&amp;B's objects that are not built here, with the name by which they are listed.</summary>
    public static IReadOnlyList<(string Class, string Method)> MethodsNotBuilt { get; } =
    [
        ("Table", "set_pk"), ("Table", "set_fk"), ("Table", "cast"), ("Table", "add_computed_columns"), ("Table", "get_index"),
        ("Table", "index_ref"), ("Table", "iterrows"), ("Table", "get_dataframe"),
    ];

    /// <summary>What the steps after the making of an object are: a method with arguments, as an object or as a list.</summary>
    public static IEnumerable<(string Method, JsonArray Arguments, JsonObject Named)> Steps(JsonNode spec)
    {
        foreach (JsonNode? step in spec["then"] as JsonArray ?? [])
        {
            yield return step switch
            {
                JsonObject item when (item["method"] ?? item["call"] ?? item["op"]) is JsonValue method =>
                    (method.GetValue<string>(), item["args"]?.AsArray() ?? [], item["kwargs"]?.AsObject() ?? []),
                JsonObject { Count: 1 } item when item.First().Value is JsonArray arguments => (item.First().Key, arguments, []),
                JsonArray and [JsonValue method, JsonArray arguments] => (method.GetValue<string>(), arguments, []),
                JsonArray and [JsonValue method, JsonArray arguments, JsonObject named] when !named.ContainsKey("$") => (method.GetValue<string>(), arguments, named),
                JsonArray and [JsonValue method, ..] list => (method.GetValue<string>(), new JsonArray([.. list.Skip(1).Select(item => item?.DeepClone())]), []),
                _ => throw new AssertFailedException($"The step “{step?.ToJsonString()}” of then[] has no method."),
            };
        }
    }

    public object? Variable(string name) => _variables.TryGetValue(name, out object? value)
        ? value
        : throw new AssertFailedException($"Nothing was kept in the variable “{name}”.");

    public void Keep(string name, object? value) => _variables[name] = value;

    /// <summary>The object of a cell.</summary>
    /// <exception cref="CompilerException">It is none that an artifact takes.</exception>
    public MediaObject Object(JsonNode? cell) => CellSpec.Read(cell, this) as MediaObject
        ?? throw new CompilerException($"{cell?.ToJsonString() ?? "null"} is no MediaObject");

    /// <summary>Makes an object: class, arguments, and what is called on it then.</summary>
    public object Make(JsonNode spec)
    {
        string name = spec["class"]?.GetValue<string>() ?? throw new AssertFailedException($"The object {spec.ToJsonString()} has no class.");
        if (!Makers.TryGetValue(name, out Func<PythonArguments, MediaObject>? maker))
        {
            // Of another class than those no object of ours can be; an artifact does not take it.
            throw Classes.Contains(name)
                ? new AssertFailedException($"The class {name} is not built yet.")
                : new CompilerException($"there is no class {name}");
        }

        MediaObject made = Call(name, spec["args"], spec["kwargs"], maker);
        foreach ((string method, JsonArray arguments, JsonObject named) in Steps(spec))
        {
            Action<MediaObject, PythonArguments> call = Methods.TryGetValue((name, method), out Action<MediaObject, PythonArguments>? known)
                ? known
                : throw new AssertFailedException($"The method {name}.{method} is not known.");
            Call($"{name}.{method}", arguments, named, given =>
            {
                call(made, given);
                return made;
            });
        }

        return made;
    }

    private T Call<T>(string name, JsonNode? arguments, JsonNode? named, Func<PythonArguments, T> call)
    {
        var given = new PythonArguments(
            name,
            (object?[])CellSpec.Read(arguments ?? new JsonArray(), this)!,
            (named as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => CellSpec.Read(pair.Value, this)));
        T result = call(given);
        given.EnsureAllTaken();
        return result;
    }

    // As in W&B, a text is taken for a file when there is one.
    private static Html MakeHtml(PythonArguments arguments)
    {
        object? data = arguments.Take("data");
        bool inject = Flag(arguments.Take("inject"), "inject") ?? true;
        arguments.EnsureAllTaken();
        return data switch
        {
            FileInfo file => Html.FromFile(file.FullName, inject),
            string text when File.Exists(text) => Html.FromFile(text, inject),
            string text => new Html(text, inject),
            MemoryStream stream => new Html(System.Text.Encoding.UTF8.GetString(stream.ToArray()), inject),
            _ => throw new CompilerException($"{data ?? "null"} is no text and no file"),
        };
    }

    private static Table MakeTable(PythonArguments arguments)
    {
        object?[]? columns = arguments.Take("columns") is object given ? List(given, "The list of columns") : null;
        IEnumerable<IEnumerable<object?>>? rows = Rows(arguments.Take("data"), ref columns);
        rows ??= Rows(arguments.Take("rows"), ref columns);
        rows ??= Rows(arguments.Take("dataframe"), ref columns);
        object? dtype = arguments.Take("dtype");
        object? optional = arguments.Take("optional");
        bool allowMixedTypes = Flag(arguments.Take("allow_mixed_types"), "allow_mixed_types") ?? false;
        arguments.EnsureAllTaken();
        var types = dtype as object?[];
        var flags = optional as object?[];
        return new Table(
            columns?.Select((name, i) => new TableColumn(
                ColumnName(name),
                types is null ? null : DataType.FromDType(types[i]),
                Flag(flags?[i], "optional"))),
            rows,
            dtype is null || types is not null ? null : DataType.FromDType(dtype),
            flags is null ? Flag(optional, "optional") ?? true : true,
            allowMixedTypes);
    }

    // The arguments are taken in the order of Python's parameters.
    private static void AddColumn(MediaObject table, PythonArguments arguments)
    {
        MemberName name = ColumnName(arguments.Take("name"));
        object?[] cells = List(arguments.Take("data"), "The data of a column");
        ((Table)table).AddColumn(new TableColumn(name, null, Flag(arguments.Take("optional"), "optional")), cells);
    }

    // A data frame is columns with their cells.
    private static IEnumerable<IEnumerable<object?>>? Rows(object? data, ref object?[]? columns)
    {
        switch (data)
        {
            case null:
                return null;
            case NdArray { Shape.Length: > 1 } array:
                return array.Rows();
            case DataFrame frame:
                columns = [.. frame.Columns.Select(column => column.Key)];
                return Enumerable.Range(0, frame.Columns.Count == 0 ? 0 : frame.Columns[0].Value.Length)
                    .Select(row => frame.Columns.Select(column => column.Value[row]));
            case object?[] rows:
                return [.. rows.Select(row => List(row, "A row"))];
            default:
                throw new CompilerException($"{data} is no list of rows");
        }
    }

    private static object?[] List(object? value, string what) => value switch
    {
        object?[] items => items,
        NdArray { Shape.Length: 1 } array => (object?[])array.ToList(),
        _ => throw new CompilerException($"{what} is a list, and {value ?? "null"} is none"),
    };

    private static MemberName ColumnName(object? name) => name switch
    {
        string text => text,
        long number => new MemberName(number),
        _ => throw new CompilerException($"{name ?? "null"} is no name of a column"),
    };

    private static bool? Flag(object? value, string name) => value switch
    {
        null => null,
        bool flag => flag,
        _ => throw new CompilerException($"{name} is true or false, not {value}"),
    };
}
