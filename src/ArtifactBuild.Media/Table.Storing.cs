using ArtifactBuild.Artifacts;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Model;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media;

// The table as W&B 0.18 writes it.
public sealed partial class Table
{
    // Longer vectors, and arrays of more dimensions, lie in a file of their own.
    private const int MaxInlineLength = 150;

    private bool _isSerializing;

    internal override PythonDict Describe(IObjectSink draft)
    {
        if (_isSerializing)
            throw Refuse("A table holds itself. Store what it repeats in a table of its own.");
        _isSerializing = true;
        try
        {
            return DescribeRows(draft);
        }
        finally
        {
            _isSerializing = false;
        }
    }

    private PythonDict DescribeRows(IObjectSink draft)
    {
        if (DroppedRows > 0)
            RowsDropped?.Invoke(this, new RowsDroppedEventArgs(MaxRows, DroppedRows));
        object?[][] rows = [.. _rows.Take(MaxRows)];
        // What can't be stored is found before any file is added.
        NdArray[]?[] apart = [.. _types.Select((type, column) => ArraysApart(type, column, rows))];
        DataType[] types = [.. _types.Select((type, column) => StoredType(type, column, apart[column], draft))];
        return new PythonDict
        {
            ["_type"] = Kind,
            ["column_types"] = TypesOf(types),
            ["columns"] = _columns.Select(name => (object?)name).ToArray(),
            ["data"] = Array.ConvertAll(rows, row => row.Select((cell, column) => apart[column] is null ? StoredValue.ToJson(cell, draft) : null).ToArray()),
            ["ncols"] = _columns.Length,
            ["nrows"] = rows.Length,
        };
    }

    // The arrays of a column that go into a file of their own; null when the column stays in the table.
    private NdArray[]? ArraysApart(DataType type, int column, object?[][] rows)
    {
        bool isApart = ArrayTypeOf(type) is NdArrayType array && array.Shape is not [<= MaxInlineLength] && rows.Length > 0;
        if (isApart)
            return [.. rows.Select((row, at) => ArrayOf(row[column], column, at, rows[0][column]))];
        foreach (NdArray inline in rows.Select(row => row[column]).OfType<NdArray>())
            StoredValue.EnsureFinite(inline);
        return null;
    }

    private NdArray ArrayOf(object? cell, int column, int row, object? first) => cell is NdArray array && array.Element == (first as NdArray)?.Element
        ? array
        : throw Refuse(
            $"Column “{_columns[column]}” of the table holds arrays, which are stored as one array, but rows 0 and {row} have "
            + $"{TypeInference.Of(first)} and {TypeInference.Of(cell)}. Give every row an array of the same type and shape.");

    // A column of short vectors is a column of lists; other arrays leave nulls and go into a file.
    private DataType StoredType(DataType type, int column, NdArray[]? apart, IObjectSink draft)
    {
        if (ArrayTypeOf(type) is not NdArrayType array)
            return type;
        if (apart is null)
            return array.Shape is [int length] ? new ListType(DataType.Number, length) : type;

        string key = _columns[column].ToString();
        ManifestEntry entry = draft.AddFile("media/serialized_data/array.npz", NpzFile.Stack(key, apart), isTemporary: true);
        var stored = new NdArrayType(array.Shape, entry.Path, key);
        return type is UnionType union ? new UnionType(union.AllowedTypes.Replace(array, stored)) : stored;
    }

    internal static NdArrayType? ArrayTypeOf(DataType type) =>
        type as NdArrayType ?? (type as UnionType)?.AllowedTypes.OfType<NdArrayType>().LastOrDefault();
}
