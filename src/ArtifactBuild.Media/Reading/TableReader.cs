using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Reading;

/// <summary>Makes a <see cref="Table"/> of its JSON.</summary>
internal static class TableReader
{
    // Some bytes of JSON make many of a type, and a type keeps its text at every level.
    private const int MaxTypesSize = 8 * 1024 * 1024;

    public static Table Read(PythonDict json, MediaReading reading)
    {
        ImmutableArray<MemberName> columns = Columns(json);
        object?[][] rows = Rows(json, columns.Length);
        DataType[]? types = Types(json, columns);
        CellRule[] rules = [.. columns.Select((_, at) => CellRule.Of([types?[at] ?? DataType.Any]))];
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
                row[i] = rules[i].Read(row[i], reading);
        }

        // Old files have no types.
        types ??= [.. columns.Select((_, at) => Infer(rows, at))];
        for (int i = 0; i < types.Length; i++)
            types[i] = WithoutPath(types[i], ReadArrays(types[i], i, rows, reading));
        return Table.FromStored(columns, types, rows);
    }

    private static ImmutableArray<MemberName> Columns(PythonDict json)
    {
        ImmutableArray<MemberName> columns = [.. json.List("columns").Select(name => name switch
        {
            string text => new MemberName(text),
            long number => new MemberName(number),
            _ => throw new FormatException("the name of a column is neither a text nor a number"),
        })];
        // Types are stored by the text.
        if (columns.DistinctBy(name => name.ToString()).Count() != columns.Length)
            throw new FormatException("two columns have the same name");
        EnsureCount(json, "ncols", columns.Length);
        return columns;
    }

    private static object?[][] Rows(PythonDict json, int columns)
    {
        object?[] data = json.List("data");
        var rows = new object?[data.Length][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = data[i] as object?[] ?? throw new FormatException($"row {i} is not a list");
            if (rows[i].Length != columns)
                throw new FormatException($"row {i} has {rows[i].Length} cells, and there are {columns} columns");
        }

        EnsureCount(json, "nrows", rows.Length);
        return rows;
    }

    private static void EnsureCount(PythonDict json, string name, int actual)
    {
        if (json.TryGetValue(name, out object? told) && told is not long number || told is long count && count != actual)
            throw new FormatException($"“{name}” is not {actual}");
    }

    private static DataType[]? Types(PythonDict json, ImmutableArray<MemberName> columns)
    {
        if (!json.TryGetValue("column_types", out object? stored) || stored is null)
            return null;
        var map = TypeOf(stored) as TypedDictType ?? throw new FormatException("“column_types” is not the type of a dictionary");
        return map.TypeMap.Length == columns.Length
            ? [.. columns.Select(name => map.Find(name) ?? throw new FormatException($"column “{name}” has no type"))]
            : throw new FormatException($"“column_types” has {map.TypeMap.Length} types for {columns.Length} columns");
    }

    private static DataType TypeOf(object stored)
    {
        byte[] json = PythonJson.Write(stored as PythonDict ?? throw new FormatException("“column_types” is not an object"));
        if (json.Length > MaxTypesSize)
            throw new FormatException($"“column_types” has more than {MaxTypesSize} bytes");
        try
        {
            return DataType.FromJson(JsonNode.Parse(json, null, new() { MaxDepth = StoredJson.MaxDepth })!);
        }
        catch (Exception e) when (e is FormatException or ArtifactException)
        {
            // A constant in a type may be refused as a cell would be.
            throw new FormatException($"“column_types” can't be read ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static DataType Infer(object?[][] rows, int column)
    {
        DataType type = DataType.Optional(DataType.Unknown);
        for (int i = 0; i < rows.Length && !type.IsInvalid; i++)
            type = type.AssignStored(rows[i][column]);
        return type.IsInvalid ? DataType.Optional(DataType.Any) : type;
    }

    // The cells of a column whose arrays lie in a file are null in the JSON.
    private static NdArrayType? ReadArrays(DataType type, int column, object?[][] rows, MediaReading reading)
    {
        var array = Table.ArrayTypeOf(type);
        if (array is { Path: string path, Key: string key } && rows.Length > 0)
        {
            reading.Need(path, file =>
            {
                IReadOnlyList<NdArray> arrays = NpzReader.Read(file.Bytes, key, rows.Length, array.Shape, reading.Charge);
                for (int i = 0; i < rows.Length; i++)
                    rows[i][column] = arrays[i];
            });
        }

        return array;
    }

    // Where the arrays lay says nothing about those of this table.
    private static DataType WithoutPath(DataType type, NdArrayType? array)
    {
        if (array?.Path is null)
            return type;
        var bare = new NdArrayType(array.Shape);
        return type is UnionType union ? new UnionType(union.AllowedTypes.Replace(array, bare)) : bare;
    }
}
